// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;


import java.util.List;
import java.util.Optional;

/**
 * A claim that side b beats side a, and everything that it rests on.
 *
 * @param text the claim in its own words
 * @param source who says so, where and when
 * @param stated the ratios that it states
 * @param pair what they are rebuilt from
 * @param before the pair before somebody asked what if; empty when nobody did
 * @param whatIfs assumptions and what becomes of them
 * @param crossChecks what others measured
 * @param expectAt interactivities, in tokens per second per user, at which to ask the engine model
 */
public record Claim(
        String text,
        String source,
        Ratios stated,
        Pair pair,
        Optional<Pair> before,
        List<WhatIf> whatIfs,
        List<CrossCheck> crossChecks,
        List<Double> expectAt) {}
