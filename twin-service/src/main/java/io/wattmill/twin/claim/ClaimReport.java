// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

import java.util.List;
import java.util.Optional;

/**
 * What the test of a claim found.
 *
 * @param rebuilt from its constants
 * @param before the same before somebody asked what if
 * @param checks each stated ratio against the rebuilt one
 * @param hinges by how far they move the ratios, farthest first
 * @param open assumptions that nobody has put a figure on
 * @param obstacles why the sides may not be compared; empty: they may
 * @param expectations what the engine model expects
 */
public record ClaimReport(
        Claim claim,
        Rebuilt rebuilt,
        Optional<Rebuilt> before,
        List<Check> checks,
        List<Hinge> hinges,
        List<WhatIf.Unquantified> open,
        List<Obstacle> obstacles,
        List<Expectation> expectations) {

    /**
     * A stated ratio beside what follows from the constants.
     *
     * @param rebuilt empty where the constants for it are not told
     * @param holds whether they agree
     */
    public record Check(Ratio ratio, Figure stated, Optional<Figure> rebuilt, boolean holds) {}

    /**
     * What the engine model expects of both sides at one interactivity.
     *
     * @param interactivity output tokens per second per user
     * @param ratios b over a; empty where it cannot say of a side
     */
    public record Expectation(
            double interactivity, Throughput.Expected a, Throughput.Expected b, Ratios ratios) {}

    /** Whether every stated ratio follows from the stated constants; also where none is stated. */
    public boolean reproducible() {
        return checks.stream().allMatch(Check::holds);
    }

    /** Whether the figures of the two sides may be compared. */
    public boolean comparable() {
        return obstacles.isEmpty();
    }
}
