// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import io.wattmill.twin.trace.format.BoundedLines.Line;
import io.wattmill.twin.trace.servegen.RateWindow;
import io.wattmill.twin.trace.servegen.RateWindow.Gaps;
import io.wattmill.twin.trace.servegen.ServeGenLoad;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads windows of rates. A window's requests of all clients are in memory at once: bounded. */
final class ServeGenWindows {
    private static final int COLUMNS = 6;
    private static final double MOST_PER_SECOND = 1e5;
    private static final double LEAST_SHAPE = 1e-3;
    private static final double MOST_SHAPE = 1e3;

    private final ReadLimits limits;
    private final Problems problems;
    private final Map<Integer, Double> requestsByStart = new HashMap<>();
    private int windows;
    private boolean open = true;

    ServeGenWindows(ReadLimits limits, Problems problems) {
        this.limits = limits;
        this.problems = problems;
    }

    List<RateWindow> read(Reader text) throws IOException {
        BoundedLines lines = new BoundedLines(text, limits.maxLineChars());
        List<RateWindow> rates = new ArrayList<>();
        Optional<Line> line = lines.next();
        while (line.isPresent() && open && !problems.isFull()) {
            int before = problems.count();
            take(line.get()).ifPresent(rates::add);
            problems.tellIfCut(line.get(), before);
            line = lines.next();
        }
        return rates;
    }

    private Optional<RateWindow> take(Line line) {
        if (line.text().length() > limits.maxLineChars()) {
            return refused(line, "is longer than " + limits.maxLineChars() + " characters");
        }
        if (line.text().isBlank()) {
            return Optional.empty();
        }
        if (windows++ >= limits.maxWindows()) {
            return refused(
                    line,
                    String.format(
                            Locale.ROOT,
                            "is beyond %,d windows of all clients; leave clients out, or raise"
                                + " twin.traces.max-windows",
                            limits.maxWindows()));
        }
        return window(line).filter(window -> fits(window, line));
    }

    private Optional<RateWindow> refused(Line line, String problem) {
        problems.add(line.number(), "", problem);
        open = false;
        return Optional.empty();
    }

    private boolean fits(RateWindow window, Line line) {
        double requests =
                requestsByStart.merge(
                        window.startSeconds(),
                        window.perSecond() * ServeGenLoad.WINDOW_SECONDS,
                        Double::sum);
        if (requests > limits.maxRequests()) {
            refused(
                    line,
                    String.format(
                            Locale.ROOT,
                            "rate makes %,.0f requests in the %d s from second %d, with the clients"
                                + " before it; at most %,d: leave clients out, or check the rate",
                            requests,
                            ServeGenLoad.WINDOW_SECONDS,
                            window.startSeconds(),
                            limits.maxRequests()));
        }
        return open;
    }

    private Optional<RateWindow> window(Line line) {
        String[] columns = line.text().split(",", -1);
        if (columns.length != COLUMNS) {
            problems.add(line.number(), "", "has " + columns.length + " columns, not " + COLUMNS);
            return Optional.empty();
        }
        int before = problems.count();
        Numbers numbers = new Numbers(problems, line.number());
        int start = (int) numbers.within("start", columns[0], 0, Numbers.DAY_SECONDS);
        double rate = numbers.within("rate", columns[1], 0, MOST_PER_SECOND);
        Gaps gaps = columns[3].equals("Weibull") ? Gaps.WEIBULL : Gaps.GAMMA;
        if (rate > 0 && gaps == Gaps.GAMMA && !columns[3].equals("Gamma")) {
            problems.add(line.number(), "distribution", "is neither Gamma nor Weibull");
        }
        double shape = rate > 0 ? numbers.within("shape", columns[4], LEAST_SHAPE, MOST_SHAPE) : 1;
        return problems.count() > before
                ? Optional.empty()
                : Optional.of(new RateWindow(start, rate, gaps, shape));
    }
}
