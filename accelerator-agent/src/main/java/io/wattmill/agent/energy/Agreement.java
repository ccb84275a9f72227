// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.energy;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far counter and integral agree over a sliding window.
 *
 * <p>Counters advance in steps (tens of milliseconds on a device, seconds behind an exporter), so
 * the two are compared from step to step only: both ends of the comparison lie where the counter
 * has just moved, and its granularity cannot read as disagreement. A counter that stands still for
 * a whole window is compared anyway: it is stuck.
 */
final class Agreement {

    private static final int POINTS_MAX = 1_024;
    private static final long MILLION = 1_000_000;

    private record Point(long atNanos, long counterUj, long integralUj) {}

    private final EnergyLimits limits;
    private final Deque<Point> points = new ArrayDeque<>();
    private boolean started;
    private long lastCounterUj;
    private long lastPointNanos;
    private int qualityPpm;

    Agreement(EnergyLimits limits) {
        this.limits = limits;
    }

    /** Quality after this sample, 0 while nothing can be judged. */
    int accept(long atNanos, long counterUj, long integralUj) {
        boolean moved = started && counterUj != lastCounterUj;
        boolean stuck = started && atNanos - lastPointNanos >= limits.windowNanos();
        if (moved || stuck) {
            add(new Point(atNanos, counterUj, integralUj));
        }
        lastPointNanos = moved || stuck || !started ? atNanos : lastPointNanos;
        started = true;
        lastCounterUj = counterUj;
        return qualityPpm;
    }

    /** Forgets the past: it is not comparable with what follows. The last judgement stands. */
    void restart() {
        points.clear();
        started = false;
    }

    private void add(Point point) {
        points.addLast(point);
        while (points.size() > 2 && outdated(point) || points.size() > POINTS_MAX) {
            points.removeFirst();
        }
        Point first = points.getFirst();
        if (point.atNanos - first.atNanos >= limits.judgeNanos()) {
            qualityPpm =
                    judged(point.counterUj - first.counterUj, point.integralUj - first.integralUj);
        }
    }

    private boolean outdated(Point newest) {
        return newest.atNanos - points.getFirst().atNanos > limits.windowNanos();
    }

    /** {@code 1 - |counter - integral| / max(counter, integral)}, never below 1 ppm. */
    private static int judged(long counterUj, long integralUj) {
        long larger = Math.max(Math.max(counterUj, integralUj), 1);
        long apart = Math.abs(counterUj - integralUj);
        long apartPpm =
                larger < Long.MAX_VALUE / MILLION
                        ? apart * MILLION / larger
                        : apart / (larger / MILLION);
        return (int) Math.max(1, MILLION - apartPpm);
    }
}
