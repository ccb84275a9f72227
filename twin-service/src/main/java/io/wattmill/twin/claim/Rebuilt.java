// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

import java.util.Optional;

/**
 * What follows from the constants of a pair.
 *
 * @param ratios b over a, in the order of {@link Ratio}; those whose constants are there
 */
public record Rebuilt(Yield a, Yield b, Ratios ratios) {

    /**
     * What one side yields.
     *
     * @param tokensPerSecond of one GPU while it is busy
     * @param tokensPerSecondPerMegawatt of its power basis
     * @param joulesPerToken on its power basis
     * @param dollarsPerMillionTokens of GPU-hours
     * @param energyDollarsPerMillionTokens of energy on its power basis; may be part of the former
     */
    public record Yield(
            Figure tokensPerSecond,
            Optional<Figure> tokensPerSecondPerMegawatt,
            Optional<Figure> joulesPerToken,
            Optional<Figure> dollarsPerMillionTokens,
            Optional<Figure> energyDollarsPerMillionTokens) {}
}
