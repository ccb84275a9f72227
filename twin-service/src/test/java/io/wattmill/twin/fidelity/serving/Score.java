// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import io.wattmill.twin.fidelity.data.Errors;
import io.wattmill.twin.predict.Prediction;

import java.util.List;

/**
 * Measured points and what was told of them.
 *
 * @param rows measured
 * @param told in the same order
 */
record Score(List<Measured> rows, List<Prediction> told) {
    Errors tpot() {
        return Errors.of(
                rows.stream().mapToDouble(Measured::tpotSeconds).toArray(),
                told.stream().mapToDouble(Prediction::tpotSeconds).toArray());
    }

    Errors ttft() {
        return Errors.of(
                rows.stream().mapToDouble(Measured::ttftSeconds).toArray(),
                told.stream().mapToDouble(Prediction::ttftSeconds).toArray());
    }

    String line(String what) {
        return "  %-44s TPOT %s%n  %-44s TTFT %s"
                .formatted(what, tpot().text(), "", ttft().text());
    }
}
