// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.rate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Readings of one engine over a sliding window; its ends give the pace. */
final class RateWindow {

    /** Looks of a window at one a second, with room for jitter. */
    private static final int POINTS_MAX = 64;

    private static final double MICROS = 1e6;

    /**
     * One reading.
     *
     * @param tokensAtUs when the engine's counters were read, epoch microseconds
     * @param promptTokens taken so far; empty when the engine does not count them
     * @param generatedTokens produced so far
     * @param energyAtUs when the meters were looked at, epoch microseconds
     * @param energyUj of all its devices; empty when it cannot be told
     */
    record Point(
            long tokensAtUs,
            OptionalLong promptTokens,
            long generatedTokens,
            long energyAtUs,
            OptionalLong energyUj) {

        /** Whether this may follow {@code before}: clocks and counters never fall of themselves. */
        boolean follows(Point before) {
            return tokensAtUs >= before.tokensAtUs
                    && energyAtUs >= before.energyAtUs
                    && generatedTokens >= before.generatedTokens
                    && goesOn(before.promptTokens, promptTokens)
                    && goesOn(before.energyUj, energyUj);
        }

        private static boolean goesOn(OptionalLong before, OptionalLong after) {
            return before.isPresent() == after.isPresent() && after.orElse(0) >= before.orElse(0);
        }
    }

    private final long windowUs;
    private final Deque<Point> points = new ArrayDeque<>();

    RateWindow(long windowUs) {
        this.windowUs = windowUs;
    }

    /** Takes a reading; a restart or a step of the clock begins the window anew. */
    void accept(Point point) {
        if (!points.isEmpty() && !continues(point)) {
            points.clear();
        }
        if (points.isEmpty() || point.tokensAtUs > points.getLast().tokensAtUs) {
            points.addLast(point);
        }
        while (points.size() > 2 && isOld(point) || points.size() > POINTS_MAX) {
            points.removeFirst();
        }
    }

    private boolean continues(Point point) {
        Point last = points.getLast();
        return point.follows(last) && point.tokensAtUs - last.tokensAtUs <= windowUs;
    }

    private boolean isOld(Point newest) {
        return newest.tokensAtUs - points.getFirst().tokensAtUs > windowUs;
    }

    void clear() {
        points.clear();
    }

    /** The pace between the ends; empty before the second reading. */
    Optional<EngineRate> rate() {
        return points.size() < 2
                ? Optional.empty()
                : Optional.of(between(points.getFirst(), points.getLast()));
    }

    private static EngineRate between(Point first, Point last) {
        long us = last.tokensAtUs - first.tokensAtUs;
        OptionalDouble prompt = perMicro(first.promptTokens, last.promptTokens, us);
        double generated = (last.generatedTokens - first.generatedTokens) * MICROS / us;
        // Microjoules per microsecond are watts.
        OptionalDouble watts =
                perMicro(first.energyUj, last.energyUj, last.energyAtUs - first.energyAtUs);
        return new EngineRate(
                prompt.isPresent()
                        ? OptionalDouble.of(prompt.getAsDouble() * MICROS)
                        : OptionalDouble.empty(),
                generated,
                watts);
    }

    private static OptionalDouble perMicro(OptionalLong first, OptionalLong last, long us) {
        return us > 0 && first.isPresent() && last.isPresent()
                ? OptionalDouble.of((double) (last.getAsLong() - first.getAsLong()) / us)
                : OptionalDouble.empty();
    }
}
