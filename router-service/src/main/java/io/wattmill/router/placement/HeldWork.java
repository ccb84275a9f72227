// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Moment;

import java.util.concurrent.TimeUnit;

/**
 * What this router has seen an engine do with its requests: enough to tell a lie from a late
 * report, and an engine that hangs from one that is slow. Not thread-safe.
 */
final class HeldWork {
    /** Gateways tell of a stream's progress each second. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

    private int decoding;
    private long decodingSinceNanos;
    private long answeredNanos = Long.MIN_VALUE;

    /** A first token came. */
    void decodes(long nowNanos) {
        if (decoding++ == 0) {
            decodingSinceNanos = nowNanos;
        }
        answeredNanos = nowNanos;
    }

    /** More tokens came. */
    void progressed(long nowNanos) {
        answeredNanos = nowNanos;
    }

    /** A request that had its first token ended. */
    void ended() {
        decoding--;
    }

    /** Whether requests decoded without a pause since this moment, and were just seen to. */
    boolean provesWork(Moment since, Moment now) {
        return decoding > 0
                && decodingSinceNanos - since.nanos() <= 0
                && now.nanos() - answeredNanos <= FRESH_NANOS;
    }

    /** Whether a token of any request came at or after this instant. */
    boolean answeredSince(long nanos) {
        return answeredNanos != Long.MIN_VALUE && answeredNanos - nanos >= 0;
    }
}
