// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/**
 * The tokens of a request or attempt; each is in exactly one of the first four.
 *
 * @param reasoning a part of {@code output}
 */
public record Tokens(
        long inputUncached, long cacheRead, long cacheWrite, long output, long reasoning) {

    /** No tokens at all. */
    public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0);

    public Tokens {
        if (Math.min(Math.min(inputUncached, cacheRead), Math.min(cacheWrite, output)) < 0
                || reasoning < 0
                || reasoning > output) {
            throw new IllegalArgumentException("not a token vector");
        }
    }

    /** How many tokens a meter counts; each token is counted by one, reasoning apart. */
    public long of(Meter meter) {
        return switch (meter) {
            case INPUT_UNCACHED -> inputUncached;
            case CACHE_READ -> cacheRead;
            case CACHE_WRITE -> cacheWrite;
            case OUTPUT -> output - reasoning;
            case REASONING -> reasoning;
        };
    }

    /** Everything that was read: uncached, cached and written to the cache. */
    public long input() {
        return inputUncached + cacheRead + cacheWrite;
    }

    /** All tokens. */
    public long total() {
        return input() + output;
    }
}
