// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Whether a process kept anything: the medians of the first and of the last third of the looks
 * under load are compared, and the last look of all, without load, is shown beside them.
 */
record SoakVerdict(List<SoakLook> looks, long leaks, PacedLoad.Counts load) {
    private static final double MB = 1 << 20;

    private static final List<Line> LINES =
            List.of(
                    new Line("live heap after a collection, MB", heap(), 1.05, 2),
                    new Line("Netty's direct memory, MB", direct(), 1.10, 4),
                    new Line("open descriptors", look -> look.descriptors(), 1.10, 16),
                    new Line("threads", look -> look.kept().threads(), 1.0, 4),
                    new Line("requests not settled", look -> look.unsettled(), 1.10, 5_000));

    /** What is looked at, and how much more of it counts as none: a factor and a few. */
    private record Line(
            String name, ToDoubleFunction<SoakLook> figure, double factor, double more) {}

    private static ToDoubleFunction<SoakLook> heap() {
        return look -> look.kept().heapBytes() / MB;
    }

    private static ToDoubleFunction<SoakLook> direct() {
        return look -> look.kept().directBytes() / MB;
    }

    boolean isFlat() {
        return leaks == 0 && load.failed() == 0 && LINES.stream().allMatch(this::isFlat);
    }

    private boolean isFlat(Line line) {
        return last(line) <= first(line) * line.factor() + line.more();
    }

    private double first(Line line) {
        return median(line, looks.subList(0, third()));
    }

    private double last(Line line) {
        return median(line, looks.subList(looks.size() - 1 - third(), looks.size() - 1));
    }

    private int third() {
        return Math.max(1, (looks.size() - 1) / 3);
    }

    private static double median(Line line, List<SoakLook> some) {
        var figures = new ArrayList<Double>();
        some.forEach(look -> figures.add(line.figure().applyAsDouble(look)));
        return Medians.of(figures);
    }

    String text() {
        var text =
                new StringBuilder(
                        """
                        | kept | first third | last third | without load | verdict |
                        |---|---|---|---|---|
                        """);
        LINES.forEach(line -> text.append(row(line)));
        return text.append(
                        String.format(
                                Locale.ROOT,
                                "%nbuffers that Netty missed: %d; %,d whole answers, %,d streams,"
                                        + " %,d left, %,d failed, %,d left out: %s%n",
                                leaks,
                                load.answered(),
                                load.streamed(),
                                load.left(),
                                load.failed(),
                                load.leftOut(),
                                isFlat() ? "FLAT" : "NOT FLAT"))
                .toString();
    }

    private String row(Line line) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %s |%n",
                line.name(),
                first(line),
                last(line),
                line.figure().applyAsDouble(looks.getLast()),
                isFlat(line) ? "flat" : "grows");
    }
}
