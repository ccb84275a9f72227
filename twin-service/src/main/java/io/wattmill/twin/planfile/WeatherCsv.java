// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.site.Weather;
import io.wattmill.twin.weather.HourSeries;
import io.wattmill.twin.weather.Psychrometrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a CSV of hours: a header that names {@code dry_bulb_c} and one of {@code wet_bulb_c} and
 * {@code humidity_percent}, then 24, 168 or 8,760 rows. Other columns do not matter.
 */
public final class WeatherCsv {
    private static final int MAX_CHARS = 1 << 22;
    private static final int MAX_PROBLEMS = 20;
    private static final double COLDEST_C = -60;
    private static final double WARMEST_C = 60;

    private final List<PlanProblem> problems = new ArrayList<>();

    private WeatherCsv() {}

    /** What became of it. */
    public sealed interface Reading {
        /** These hours. */
        record Hours(Weather.Hours hours) implements Reading {}

        /** All that is wrong with it; paths are lines. */
        record Refused(List<PlanProblem> problems) implements Reading {}
    }

    /** The hours, or all that is wrong with the text. */
    public static Reading read(String text) {
        var csv = new WeatherCsv();
        var hours = csv.hours(text);
        return csv.problems.isEmpty()
                ? new Reading.Hours(hours)
                : new Reading.Refused(List.copyOf(csv.problems));
    }

    private Weather.Hours hours(String text) {
        var dry = new ArrayList<Double>();
        var second = new ArrayList<Double>();
        if (text.length() > MAX_CHARS) {
            problem("line 1", "", "the file is too long", "stay below 4 MiB");
            return new Weather.Hours(dry, second, List.of());
        }
        var lines = text.lines().toList();
        var header = lines.isEmpty() ? List.<String>of() : fields(lines.getFirst());
        int wetAt = header.indexOf("wet_bulb_c");
        var columns =
                new Columns(
                        header.indexOf("dry_bulb_c"),
                        wetAt >= 0 ? wetAt : header.indexOf("humidity_percent"),
                        wetAt >= 0);
        if (columns.dry < 0 || columns.second < 0) {
            var fix = "name dry_bulb_c and wet_bulb_c or humidity_percent in the first line";
            problem("line 1", String.join(",", header), "is no such header", fix);
            return new Weather.Hours(dry, second, List.of());
        }
        for (int i = 1; i < lines.size() && problems.size() < MAX_PROBLEMS; i++) {
            row(columns, "line " + (i + 1), fields(lines.get(i)), dry, second);
        }
        if (problems.isEmpty() && (dry.size() == 1 || !HourSeries.fits(dry.size()))) {
            var at = "line " + lines.size();
            problem(at, dry.size() + " rows", Hours.PROBLEM, Hours.fix(dry.size()));
        }
        return columns.wet
                ? new Weather.Hours(dry, second, List.of())
                : new Weather.Hours(dry, List.of(), second);
    }

    /**
     * Where the columns stand.
     *
     * @param wet whether the second is the wet bulb; humidity otherwise
     */
    private record Columns(int dry, int second, boolean wet) {}

    private void row(
            Columns columns, String at, List<String> row, List<Double> dry, List<Double> second) {
        int before = problems.size();
        double least = columns.wet ? COLDEST_C : 1;
        double most = columns.wet ? WARMEST_C : 100;
        dry.add(number(at, row, columns.dry, COLDEST_C, WARMEST_C));
        second.add(number(at, row, columns.second, least, most));
        boolean read = problems.size() == before;
        if (read && columns.wet && !Psychrometrics.possible(dry.getLast(), second.getLast())) {
            tooWet(at + ", column " + (columns.second + 1), dry.getLast(), second.getLast());
        }
    }

    private void tooWet(String at, double dryC, double wetC) {
        var value = String.valueOf(wetC);
        problems.add(new PlanProblem(at, value, Hours.CELSIUS, Hours.TOO_WET, Hours.atMost(dryC)));
    }

    private static List<String> fields(String line) {
        return List.of(line.strip().split("\\s*,\\s*", -1));
    }

    private double number(String line, List<String> row, int column, double least, double most) {
        var text = column < row.size() ? row.get(column) : "";
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, like a number out of bounds.
        }
        var at = line + ", column " + (column + 1);
        problem(at, text, "is no such number", "give %s to %s".formatted(least, most));
        return least;
    }

    private void problem(String path, String value, String problem, String fix) {
        problems.add(new PlanProblem(path, value, "", problem, fix));
    }
}
