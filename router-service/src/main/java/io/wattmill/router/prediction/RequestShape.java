// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.engine.EnergyCoefficients;

/**
 * What matters of a request for the time it takes.
 *
 * @param promptTokens length of its prompt
 * @param cachedTokens of these, expected in the engine's prefix cache; fewer than promptTokens
 * @param outputTokens expected output, at least 1
 */
public record RequestShape(int promptTokens, int cachedTokens, int outputTokens) {
    public RequestShape {
        if (promptTokens < 1 || outputTokens < 1) {
            throw new IllegalArgumentException("a request has a prompt and an output");
        }
        if (cachedTokens < 0 || cachedTokens >= promptTokens) {
            throw new IllegalArgumentException("cached tokens must be fewer than prompt tokens");
        }
    }

    /** The same request where this many prompt tokens are cached. */
    public RequestShape withCached(int tokens) {
        return new RequestShape(promptTokens, tokens, outputTokens);
    }

    /** The same request where all is cached that can be: the last token is always computed. */
    public RequestShape handedOver() {
        return withCached(promptTokens - 1);
    }

    /** Prompt tokens that the engine has to compute. */
    public int uncachedTokens() {
        return promptTokens - cachedTokens;
    }

    /** By an engine's linear coefficients. */
    long microjoules(EnergyCoefficients coefficients) {
        return coefficients.marginalMicrojoules(uncachedTokens(), promptTokens, outputTokens);
    }

    /** Context that its steps read, on average. */
    long meanContextTokens() {
        return promptTokens + outputTokens / 2L;
    }

    /** KV cache that it holds at its end. */
    long peakKvTokens() {
        return (long) promptTokens + outputTokens;
    }
}
