// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.wire.Usage;

import java.util.Optional;

/**
 * Tokens and how they are known.
 *
 * @param vector each token in exactly one place
 * @param source who counted
 * @param dispute the other count, where there are two
 */
public record Tokens(TokenVector vector, UsageSource source, Optional<Dispute> dispute) {

    /** Nothing was used. */
    public static final Tokens NONE =
            new Tokens(TokenVector.getDefaultInstance(), UsageSource.USAGE_SOURCE_ESTIMATED);

    /** Tokens that nobody counts otherwise. */
    public Tokens(TokenVector vector, UsageSource source) {
        this(vector, source, Optional.empty());
    }

    /** Of an engine that computed a prompt for another one; estimated where it does not say. */
    public static TokenVector ofPrompt(Optional<Usage> usage, long estimated) {
        return TokenVector.newBuilder()
                .setInputUncached(usage.map(u -> u.prompt() - u.cached()).orElse(estimated))
                .setCacheRead(usage.map(Usage::cached).orElse(0L))
                .build();
    }

    /** The same prompt and output, with this many of the prompt's tokens cached. */
    public static TokenVector withCached(TokenVector tokens, long cached) {
        long prompt = tokens.getInputUncached() + tokens.getCacheRead();
        long read = Math.clamp(cached, 0, prompt);
        return tokens.toBuilder().setInputUncached(prompt - read).setCacheRead(read).build();
    }

    /** Whether the engine's own final count says so: nothing beyond it can have been made. */
    public boolean isFinal() {
        return source == UsageSource.USAGE_SOURCE_ENGINE
                || source == UsageSource.USAGE_SOURCE_DISPUTED;
    }

    /** The same in OpenAI's terms. */
    public Usage usage() {
        return new Usage(
                vector.getInputUncached() + vector.getCacheRead() + vector.getCacheWrite(),
                vector.getCacheRead(),
                vector.getOutput(),
                vector.getReasoning());
    }
}
