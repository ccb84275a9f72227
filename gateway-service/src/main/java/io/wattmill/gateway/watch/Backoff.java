// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.watch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that double up to a bound, with full jitter: a random point between the first pause and
 * the doubled one.
 */
public final class Backoff {

    private final long minMs;
    private final long maxMs;
    private final RandomGenerator random;
    private int failures;

    /** Pauses between {@code min} and {@code max}. */
    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minMs = Math.max(1, min.toMillis());
        this.maxMs = Math.max(minMs, max.toMillis());
        this.random = random;
    }

    /** The next pause in milliseconds. */
    public long next() {
        long ceiling = Math.min(maxMs, minMs << Math.min(failures, 20));
        failures++;
        return minMs + (ceiling > minMs ? random.nextLong(ceiling - minMs + 1) : 0);
    }

    /** Something worked: the next pause is short again. */
    public void reset() {
        failures = 0;
    }
}
