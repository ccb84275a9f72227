// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.engine.EngineModel;

/**
 * When a prompt is computed by another engine than the one that answers, and what its way costs.
 *
 * @param linkBytesPerSecond of one GPU that sends KV cache; the GPUs of an engine send side by side
 * @param latencyNanos until a transfer begins
 * @param aloneTokens prompts with no more tokens than this to compute stay with the engine that
 *     answers
 * @param ttftNanos time to first token that a prompt engine has to reach for a request to which
 *     nothing was promised
 * @param acrossZones whether KV cache may leave its zone
 */
public record PairRules(
        double linkBytesPerSecond,
        long latencyNanos,
        int aloneTokens,
        long ttftNanos,
        boolean acrossZones) {
    private static final double NANOS = 1e9;

    /** One port of 400 Gb/s per GPU and 2 ms, as the twin assumes; prompts of 512 tokens; 2 s. */
    public static final PairRules DEFAULT =
            new PairRules(50e9, 2_000_000, 512, 2_000_000_000, false);

    /** Refuses links that carry nothing. */
    public PairRules {
        if (!(linkBytesPerSecond > 0) || latencyNanos < 0 || aloneTokens < 0 || ttftNanos <= 0) {
            throw new IllegalArgumentException("pairs have links that carry something");
        }
    }

    /** Time that the KV cache of so many tokens travels from an engine that has its link free. */
    public long transferNanos(EngineModel from, long tokens) {
        double bytes =
                (double) tokens * from.model().kvBytesPerToken()
                        + from.model().kvBytesPerSequence();
        double rate = linkBytesPerSecond * from.tensorParallel();
        return latencyNanos + Math.round(bytes / rate * NANOS);
    }
}
