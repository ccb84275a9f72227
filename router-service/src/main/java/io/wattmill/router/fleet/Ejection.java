// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/**
 * An engine is out for what requests have seen of it.
 *
 * @param reason for a person
 * @param since when it began
 * @param untilNanos monotonic; from then on one request at a time tries whether it is well again
 */
public record Ejection(String reason, Moment since, long untilNanos) {
    private static final long SECOND_NANOS = 1_000_000_000;

    /** Whether it is to be tried again. */
    public boolean isHalfOpen(Moment now) {
        return now.nanos() - untilNanos >= 0;
    }

    /** When one request may try it, microseconds of the epoch. */
    public long untilUs() {
        return since.epochUs() + (untilNanos - since.nanos()) / 1_000;
    }

    /** For example {@code ejected for 10 s (5 failures in a row, the last: 503)}. */
    public String text() {
        long seconds = (untilNanos - since.nanos()) / SECOND_NANOS;
        return "ejected for " + seconds + " s (" + reason + ")";
    }
}
