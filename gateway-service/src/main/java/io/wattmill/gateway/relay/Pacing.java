// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import java.time.Duration;

/** How long one request may still take. Monotonic nanoseconds. */
final class Pacing {

    private final long startedNanos;
    private final long totalNanos;
    private final long stallNanos;
    private long deadlineNanos;
    private long blockedNanos;

    /** What a look at the clock says. */
    enum Verdict {
        IN_TIME,
        /** The caller does not read. */
        STALLED,
        /** What is waited for did not come. */
        LATE,
        /** It has lasted as long as anything may. */
        SPENT
    }

    Pacing(RelayConfig config, long now) {
        this.startedNanos = now;
        this.totalNanos = config.totalTimeout().toNanos();
        this.stallNanos = config.writeStallTimeout().toNanos();
    }

    /** From {@code now} something must happen within {@code time}. */
    void expect(Duration time, long now) {
        deadlineNanos = now + time.toNanos();
    }

    /**
     * More of a stream must come within {@code idle}. Before its first token that one is waited
     * for, if that may take longer: a stream may begin with chunks that have none.
     */
    void expectMore(Duration idle, boolean sawOutput, long now) {
        long deadline = now + idle.toNanos();
        deadlineNanos = sawOutput ? deadline : Math.max(deadlineNanos, deadline);
    }

    /** The caller reads too slowly; false when that is known. */
    boolean block(long now) {
        boolean begins = blockedNanos == 0;
        blockedNanos = begins ? now : blockedNanos;
        return begins;
    }

    /** The caller reads again; false when it never stopped. */
    boolean unblock() {
        boolean ends = blockedNanos != 0;
        blockedNanos = 0;
        return ends;
    }

    Verdict at(long now) {
        if (blockedNanos != 0) {
            return now - blockedNanos > stallNanos ? Verdict.STALLED : Verdict.IN_TIME;
        }
        if (now - startedNanos > totalNanos) {
            return Verdict.SPENT;
        }
        return now > deadlineNanos ? Verdict.LATE : Verdict.IN_TIME;
    }
}
