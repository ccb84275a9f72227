// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.twin.predict.PredictedRow.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A file of serving points with what is told of each row.
 *
 * @param file as it was read
 * @param rows in its order
 */
public record PredictedPoints(PointsFile file, List<PredictedRow> rows) {
    private static final String TTFT = "predicted_ttft_ms";
    private static final String TPOT = "predicted_tpot_ms";
    private static final String REASON = "predicted_reason";
    private static final List<String> ADDED = List.of(TTFT, TPOT, REASON);

    /** Predicts every row with the shipped tunings. */
    public static PredictedPoints of(PointsFile file) {
        return new PredictedPoints(file, file.rows().stream().map(row -> told(file, row)).toList());
    }

    private static PredictedRow told(PointsFile file, List<String> row) {
        PointRow point = file.point(row);
        return file.misfit(row)
                .map(reason -> new PredictedRow(point, new Outcome.NotTold(reason)))
                .orElseGet(() -> told(point));
    }

    private static PredictedRow told(PointRow row) {
        return new PredictedRow(
                row,
                switch (row.read()) {
                    case PointReading.Known(var point) ->
                            new Outcome.Told(Predictor.predict(point, ServingTunings.of(point)));
                    case PointReading.Unknown(String reason) -> new Outcome.NotTold(reason);
                });
    }

    /** The same columns in the same order, the three predicted ones filled or added. */
    public Stream<String> lines() {
        List<String> header = new ArrayList<>(file.header());
        ADDED.stream().filter(name -> !header.contains(name)).forEach(header::add);
        return Stream.concat(
                Stream.of(joined(header)),
                IntStream.range(0, rows.size()).mapToObj(i -> joined(row(header, i))));
    }

    private List<String> row(List<String> header, int index) {
        List<String> given = file.rows().get(index);
        int columns = Math.min(given.size(), file.header().size());
        List<String> cells = new ArrayList<>(given.subList(0, columns));
        while (cells.size() < header.size()) {
            cells.add("");
        }
        Outcome outcome = rows.get(index).outcome();
        cells.set(header.indexOf(TTFT), ttft(outcome));
        cells.set(header.indexOf(TPOT), tpot(outcome));
        cells.set(header.indexOf(REASON), reason(outcome));
        return cells;
    }

    private static String ttft(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Told(var told) -> millis(told.ttftSeconds());
            case Outcome.NotTold(String _) -> "";
        };
    }

    private static String tpot(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Told(var told) -> millis(told.tpotSeconds());
            case Outcome.NotTold(String _) -> "";
        };
    }

    private static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Told(Prediction _) -> "";
            case Outcome.NotTold(String reason) -> reason;
        };
    }

    private static String millis(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds * 1e3);
    }

    private static String joined(List<String> cells) {
        return cells.stream().map(CsvLine::quoted).collect(Collectors.joining(","));
    }
}
