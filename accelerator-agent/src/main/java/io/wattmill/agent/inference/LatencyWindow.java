// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last stretch of an engine's histograms: what they counted since a reading that is as old as
 * the window is long. It keeps few readings, however often it is told.
 */
public final class LatencyWindow {

    private static final int SLICES = 16;

    private record Seen(long atNanos, LatencyTotals totals) {}

    private final long spanNanos;
    private final Deque<Seen> seen = new ArrayDeque<>();

    /** A window of this length, nanoseconds. */
    public LatencyWindow(long spanNanos) {
        this.spanNanos = spanNanos;
    }

    /**
     * What was counted lately, with this reading.
     *
     * @param atNanos monotonic instant of the reading
     */
    public EngineLatency take(LatencyTotals totals, long atNanos) {
        forgetBefore(atNanos - spanNanos);
        if (!seen.isEmpty() && (isGap(atNanos) || !follows(totals, seen.getFirst().totals))) {
            seen.clear();
        }
        LatencyTotals oldest = seen.isEmpty() ? totals : seen.getFirst().totals;
        if (seen.isEmpty() || atNanos - seen.getLast().atNanos >= spanNanos / SLICES) {
            seen.addLast(new Seen(atNanos, totals));
        }
        return EngineLatency.of(since(totals, oldest));
    }

    /** Keeps one reading from before the window: where it begins. */
    private void forgetBefore(long nanos) {
        while (seen.size() > 1) {
            Seen first = seen.removeFirst();
            if (seen.getFirst().atNanos - nanos > 0) {
                seen.addFirst(first);
                return;
            }
        }
    }

    /**
     * Whether nobody looked for longer than the window: what was counted meanwhile is not lately.
     */
    private boolean isGap(long atNanos) {
        return atNanos - seen.getLast().atNanos > spanNanos;
    }

    private static boolean follows(LatencyTotals now, LatencyTotals before) {
        return now.firstToken().since(before.firstToken()).isPresent()
                && now.nextToken().since(before.nextToken()).isPresent();
    }

    private static LatencyTotals since(LatencyTotals now, LatencyTotals before) {
        return new LatencyTotals(
                now.firstToken().since(before.firstToken()).orElse(Histogram.NONE),
                now.nextToken().since(before.nextToken()).orElse(Histogram.NONE));
    }
}
