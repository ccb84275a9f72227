// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.twin.fidelity.steady.Saturated;

import java.util.List;

/**
 * What the factors of one backend are fitted to.
 *
 * @param points serving points
 * @param steady engines in steady state; of vLLM alone
 */
public record Rows(List<Measured> points, List<Saturated> steady) {

    /** All that was measured of this backend. */
    public static Rows of(EngineBackend backend, Points points) {
        List<Saturated> steady =
                backend == EngineBackend.VLLM ? Saturated.known() : List.<Saturated>of();
        return new Rows(points.of(backend), steady);
    }

    /** All but those of a model on a GPU. */
    public Rows without(String group) {
        return new Rows(
                points.stream().filter(row -> !row.group().equals(group)).toList(),
                steady.stream().filter(row -> !row.group().equals(group)).toList());
    }
}
