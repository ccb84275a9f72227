// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

/**
 * Instants for meter reports, from a wall clock that may jump. Billing judges a meter by the time
 * between two reports of a run: that is no shorter than nine tenths of what really passed, or the
 * instant does not grow, which says that the clock does not tell.
 *
 * <p>A clock that jumps forward is followed at once. One that is set back a little is met by
 * walking slower, nine tenths of real time; one that is set back further is followed back, because
 * billing believes nothing that is too far ahead of its own ({@code billing.meter.max-clock-lead},
 * 30 s). The books go on all the same: reports of a run are in the order of their sequence.
 */
public final class ReportInstants {

    /** Below billing's own bound, so that every report is believed. */
    static final long MAX_LEAD_US = 20_000_000L;

    private static final long NANOS_PER_US = 1_000L;
    private static final long SLOW_NUMERATOR = 9;
    private static final long SLOW_DENOMINATOR = 10;

    private boolean begun;
    private long lastUs;
    private long lastNanos;

    /**
     * The instant of the next report, epoch microseconds.
     *
     * @param wallUs what the wall clock says
     * @param nanos monotonic time
     */
    public long next(long wallUs, long nanos) {
        long passedUs = Math.max(0, nanos - lastNanos) / NANOS_PER_US;
        long slowUs = lastUs + Math.max(1, passedUs * SLOW_NUMERATOR / SLOW_DENOMINATOR);
        lastUs = begun ? instant(wallUs, slowUs) : wallUs;
        begun = true;
        lastNanos = nanos;
        return lastUs;
    }

    private long instant(long wallUs, long slowUs) {
        if (wallUs >= slowUs) {
            return wallUs;
        }
        return slowUs - wallUs <= MAX_LEAD_US ? slowUs : Math.min(wallUs, lastUs);
    }
}
