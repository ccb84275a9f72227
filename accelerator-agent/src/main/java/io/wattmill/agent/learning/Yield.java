// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import io.wattmill.agent.regression.Window;

import java.util.OptionalDouble;

/**
 * Tokens per joule, older windows fading: of all energy of the engine's devices, idle windows
 * included, because that is what the tokens took.
 */
final class Yield {

    /** After so many seconds a window counts half. */
    private static final double HALF_LIFE_SECONDS = 30;

    private static final double UJ_PER_JOULE = 1e6;

    private double tokens;
    private double joules;

    void add(Window window) {
        double kept = Math.pow(0.5, window.work().seconds() / HALF_LIFE_SECONDS);
        tokens = kept * tokens + window.work().decodeTokens();
        joules = kept * joules + window.energyUj() / UJ_PER_JOULE;
    }

    /** Tokens produced per joule; empty before any energy was seen. */
    OptionalDouble tokensPerJoule() {
        return joules > 0 ? OptionalDouble.of(tokens / joules) : OptionalDouble.empty();
    }
}
