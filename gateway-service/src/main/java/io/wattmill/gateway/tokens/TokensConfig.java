// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import io.wattmill.gateway.resilience.BreakerConfig;
import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.Map;

/** Whose prompts are named by their tokens, and what that may cost. */
public record TokensConfig(
        @Setting(
                        value = "",
                        doc =
                                "Where the tokens of a model's prompts come from, by model: engine"
                                        + " asks /tokenize of a vLLM or SGLang engine that serves"
                                        + " it, none leaves the prompts to be known by their"
                                        + " bytes. It pays where engines publish KV events.")
                Map<String, TokenSource> models,
        @Setting(value = "none", doc = "The same for every model that is not named there.")
                TokenSource others,
        @Setting(
                        value = "10ms",
                        min = 1,
                        doc =
                                "Longest wait for the tokens of a prompt; a request is placed by"
                                        + " its bytes when they are late.")
                Duration timeout,
        @Setting(
                        value = "32",
                        min = 1,
                        max = 10_000,
                        doc = "Prompts that wait for their tokens at once, per event loop.")
                int maxAsked,
        @Setting(value = "2", min = 1, max = 64, doc = "Threads that read tokens and name blocks.")
                int threads,
        @Setting(
                        value = "8388608",
                        min = 1_024,
                        max = 268_435_456,
                        doc = "Bytes of an engine's answer with the tokens of a prompt.")
                int maxAnswerBytes,
        @Setting(
                        value = "16",
                        min = 1,
                        max = 65_536,
                        doc =
                                "Tokens per block of the engines' prefix caches: vLLM's"
                                        + " --block-size, SGLang's --page-size.")
                int blockTokens,
        @Setting(
                        value = "8192",
                        min = 1,
                        max = 262_144,
                        doc = "Blocks of a prompt that are named to the router, from the first on.")
                int maxBlocks,
        BreakerConfig breaker) {

    /** Where the tokens of the model's prompts come from. */
    public TokenSource source(String model) {
        return models.getOrDefault(model, others);
    }

    /** Tokens that are looked at; what lies behind names nothing. */
    public int maxTokens() {
        return (int) Math.min((long) blockTokens * maxBlocks, Integer.MAX_VALUE);
    }
}
