// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Usage;

import org.jspecify.annotations.Nullable;

/**
 * Counts what an engine made of one attempt, and how much of it reached the caller. One thread.
 *
 * <p>The engine's own running count is used where it sends one; else each choice that carries
 * output counts one token, which is an estimate.
 */
public final class Tally {

    private final long estimatedPrompt;
    private final boolean severalChoices;
    private @Nullable Usage reported;
    private long counted;
    private long delivered;

    /**
     * A tally for one attempt.
     *
     * @param estimatedPrompt prompt tokens to assume when the engine reports nothing
     * @param choices answers asked for ({@code n})
     */
    public Tally(long estimatedPrompt, int choices) {
        this.estimatedPrompt = estimatedPrompt;
        this.severalChoices = choices > 1;
    }

    /** Takes a chunk, or a whole answer, that the engine sent. */
    public void received(EngineJson json) {
        counted += json.deliveries();
        json.usage().ifPresent(usage -> reported = usage);
    }

    /**
     * Output tokens that the engine is known to have made. With several choices vLLM's running
     * usage counts one of them at a time, so the larger figure is nearer.
     */
    public long made() {
        Usage usage = reported;
        if (usage == null) {
            return counted;
        }
        return severalChoices ? Math.max(usage.completion(), counted) : usage.completion();
    }

    /** Notes that everything up to {@code output} tokens has been handed to the caller's socket. */
    public void delivered(long output) {
        delivered = Math.max(delivered, output);
    }

    /** Output tokens handed to the caller's socket. */
    public long delivered() {
        return delivered;
    }

    /** Output tokens that were made and not delivered. */
    public long waste() {
        return Math.max(0, made() - delivered);
    }

    /** Tokens of an attempt that came to its end: the engine's own count where there is one. */
    public Tokens complete() {
        Usage usage = reported;
        return usage == null
                ? estimate(counted)
                : new Tokens(vector(usage, usage.completion()), UsageSource.USAGE_SOURCE_ENGINE);
    }

    /** Tokens of an attempt that broke off: what was delivered, and nothing when nothing was. */
    public Tokens partial() {
        if (delivered == 0) {
            return Tokens.NONE;
        }
        Usage usage = reported;
        return usage == null
                ? estimate(delivered)
                : new Tokens(vector(usage, delivered), UsageSource.USAGE_SOURCE_CONTINUOUS);
    }

    private Tokens estimate(long output) {
        return new Tokens(
                TokenVector.newBuilder()
                        .setInputUncached(estimatedPrompt)
                        .setOutput(output)
                        .build(),
                UsageSource.USAGE_SOURCE_ESTIMATED);
    }

    private static TokenVector vector(Usage usage, long output) {
        return TokenVector.newBuilder()
                .setInputUncached(usage.prompt() - usage.cached())
                .setCacheRead(usage.cached())
                .setOutput(output)
                .setReasoning(Math.min(usage.reasoning(), output))
                .build();
    }
}
