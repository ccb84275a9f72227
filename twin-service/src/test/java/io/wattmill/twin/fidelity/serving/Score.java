// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import io.wattmill.twin.fidelity.data.Errors;
import io.wattmill.twin.predict.Prediction;
import io.wattmill.twin.predict.ServingPoint;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /** One line per row: what ran, measured and predicted. */
    Stream<String> lines() {
        return IntStream.range(0, rows.size()).mapToObj(this::line);
    }

    private String line(int i) {
        ServingPoint point = rows.get(i).point();
        ServingPoint.ClosedLoad load = point.load();
        return String.format(
                Locale.ROOT,
                "row,%s,%s,%s,%s,%d,%d,%.0f,%.0f,%.0f,%b,%.2f,%.1f,%.1f,%.3f,%.3f",
                point.backend().key(),
                rows.get(i).group(),
                point.model().weights(),
                point.model().expertWeights(),
                point.spread().tensor(),
                point.spread().attentionData(),
                load.clients(),
                load.input(),
                load.output(),
                point.speculative(),
                point.yearsLater(),
                rows.get(i).ttftSeconds() * 1e3,
                told.get(i).ttftSeconds() * 1e3,
                rows.get(i).tpotSeconds() * 1e3,
                told.get(i).tpotSeconds() * 1e3);
    }

    String line(String what) {
        return "  %-44s TPOT %s%n  %-44s TTFT %s".formatted(what, tpot().text(), "", ttft().text());
    }
}
