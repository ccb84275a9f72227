// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.twin.predict.PredictedRow.Outcome;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was told of a file, in a few lines. */
public final class PredictionSummary {
    private PredictionSummary() {}

    /** Rows told and not told, by reason; where rows have measured times, the error by backend. */
    public static String text(PredictedPoints points) {
        Map<String, Integer> reasons = reasons(points.rows());
        int refused = reasons.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder text = new StringBuilder();
        text.append(line("rows", points.rows().size()));
        text.append(line("predicted", points.rows().size() - refused));
        reasons.forEach((reason, count) -> text.append(line("not: " + reason, count)));
        byBackend(points.rows()).forEach((backend, rows) -> text.append(errors(backend, rows)));
        return text.toString();
    }

    private static String line(String what, int count) {
        return String.format(Locale.ROOT, "%7d  %s%n", count, what);
    }

    private static Map<String, Integer> reasons(List<PredictedRow> rows) {
        Map<String, Integer> reasons = new TreeMap<>();
        for (PredictedRow row : rows) {
            if (row.outcome() instanceof Outcome.NotTold(String reason)) {
                reasons.merge(reason, 1, Integer::sum);
            }
        }
        return reasons;
    }

    private static Map<String, List<PredictedRow>> byBackend(List<PredictedRow> rows) {
        return rows.stream()
                .filter(row -> row.tpotError().isPresent() && row.ttftError().isPresent())
                .collect(
                        Collectors.groupingBy(
                                PredictedRow::backend, TreeMap::new, Collectors.toList()));
    }

    private static String errors(String backend, List<PredictedRow> rows) {
        return String.format(
                Locale.ROOT,
                "%7d  of %s with measured times: median error TPOT %.1f %%, TTFT %.1f %%%n",
                rows.size(),
                backend,
                median(rows, PredictedRow::tpotError),
                median(rows, PredictedRow::ttftError));
    }

    private static double median(
            List<PredictedRow> rows, Function<PredictedRow, OptionalDouble> error) {
        double[] sorted =
                rows.stream().flatMapToDouble(row -> error.apply(row).stream()).sorted().toArray();
        return 100 * sorted[sorted.length / 2];
    }
}
