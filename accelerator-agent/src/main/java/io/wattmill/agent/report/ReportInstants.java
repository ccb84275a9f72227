// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

/**
 * Instants for meter reports, from a wall clock that may jump. Billing takes reports in the order
 * of their instants and judges a meter by the time between two of them, so instants grow, and no
 * step is much shorter than the time that really passed.
 *
 * <p>A clock that jumps forward is followed at once. One that is set back is met by walking slower,
 * nine tenths of real time, unless that would take the instants further ahead of the clock than
 * billing would believe ({@code billing.meter.max-clock-lead}, 30 s): then the clock is followed
 * back.
 */
public final class ReportInstants {

    /** Below billing's own bound, so that no report is refused for it. */
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
        boolean follow = !begun || wallUs >= slowUs || slowUs - wallUs > MAX_LEAD_US;
        begun = true;
        lastNanos = nanos;
        lastUs = follow ? wallUs : slowUs;
        return lastUs;
    }
}
