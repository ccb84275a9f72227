// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

/**
 * Requests and their tokens; may be a difference.
 *
 * @param prompt with the cached ones in them
 * @param output with what was wasted in it
 */
public record Counts(long requests, long prompt, long cached, long output) {

    public static final Counts NONE = new Counts(0, 0, 0, 0);

    public Counts plus(Counts other) {
        return new Counts(
                requests + other.requests,
                prompt + other.prompt,
                cached + other.cached,
                output + other.output);
    }

    public Counts minus(Counts other) {
        return new Counts(
                requests - other.requests,
                prompt - other.prompt,
                cached - other.cached,
                output - other.output);
    }

    /** One of the four. */
    public long of(Measure measure) {
        return switch (measure) {
            case REQUESTS -> requests;
            case PROMPT_TOKENS -> prompt;
            case CACHED_TOKENS -> cached;
            case OUTPUT_TOKENS -> output;
            case DEVICE_UJ, HOST_UJ, SITE_METER ->
                    throw new IllegalArgumentException("engines count no joules");
        };
    }
}
