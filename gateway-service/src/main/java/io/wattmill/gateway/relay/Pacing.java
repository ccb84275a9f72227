// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long one request may still take, whatever it waits for. Monotonic nanoseconds. */
final class Pacing {

    private final RelayConfig config;
    private final boolean stream;
    private final LongSupplier nanos;
    private final long startedNanos;
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

    /**
     * Begins now.
     *
     * @param stream whether a stream was asked for, which begins sooner than a whole answer ends
     */
    Pacing(RelayConfig config, boolean stream, LongSupplier nanos) {
        this.config = config;
        this.stream = stream;
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
    }

    /** The router is waited for. */
    void placing() {
        expect(config.placeTimeout());
    }

    /** An engine is waited for; of a pair, the one that computes the prompt. */
    void calling(Passage passage) {
        if (passage.placed().hasPrefill()) {
            expect(config.prefillTimeout());
        } else {
            answering(passage);
        }
    }

    /** The engine that answers is waited for. */
    void answering(Passage passage) {
        expect(passage.patience().beginning(stream));
    }

    /** The end of an engine's response is waited for, when the caller has its answer. */
    void lingering() {
        expect(config.idleTimeout());
    }

    private void expect(Duration time) {
        deadlineNanos = nanos.getAsLong() + time.toNanos();
    }

    /**
     * More of a stream is waited for. Before its first token that one is, if that may take longer:
     * a stream may begin with chunks that have none.
     */
    void streaming(Passage passage, boolean sawOutput) {
        long deadline = nanos.getAsLong() + passage.patience().idle().toNanos();
        deadlineNanos = sawOutput ? deadline : Math.max(deadlineNanos, deadline);
    }

    /** The caller reads too slowly; false when that is known. */
    boolean block() {
        boolean begins = blockedNanos == 0;
        blockedNanos = begins ? nanos.getAsLong() : blockedNanos;
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
            boolean stalled = now - blockedNanos > config.writeStallTimeout().toNanos();
            return stalled ? Verdict.STALLED : Verdict.IN_TIME;
        }
        if (now - startedNanos > config.totalTimeout().toNanos()) {
            return Verdict.SPENT;
        }
        return now > deadlineNanos ? Verdict.LATE : Verdict.IN_TIME;
    }
}
