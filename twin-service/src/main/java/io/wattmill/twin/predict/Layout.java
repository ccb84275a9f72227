// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Parallelism;

/**
 * How a published row's engine is spread. The columns are not always the engine's: where tensor and
 * expert parallelism are both n, many rows say tp_size (or attention_dp_size) n x n, for the same n
 * GPUs. They are told by their product: no engine has as many experts' slices as n x n tells.
 *
 * @param row whose columns
 * @param model that it runs
 */
record Layout(PointRow row, ModelArchitecture model) {

    Parallelism spread() {
        int tensor = row.count("tp_size");
        int copies = row.count("attention_dp_size");
        int slices = row.count("moe_tp_size");
        int experts = row.count("moe_ep_size");
        boolean whole = experts > 1;
        if (slices == experts && slices > 1 && tensor * copies == slices * experts) {
            return copies > 1 ? copies(slices, whole) : of(slices, 1, whole);
        }
        if (tensor == copies && tensor > 1 && slices * experts == tensor * copies) {
            return copies(tensor, whole);
        }
        boolean silent = row.text("attention_dp_size").isEmpty() && model.hasExperts();
        int hidden = silent ? Math.max(1, slices * experts / tensor) : copies;
        return of(tensor, hidden, whole);
    }

    private Parallelism copies(int count, boolean whole) {
        return of(1, count, whole);
    }

    private Parallelism of(int tensor, int copies, boolean whole) {
        return new Parallelism(tensor, row.count("pp_size"), copies, whole);
    }
}
