// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.CostUnit;
import io.wattmill.router.placement.Slo;

/**
 * Tastes of the policies.
 *
 * @param tiePpm predictions within this share of the best are equal, parts per million
 * @param objective what a request is given to whom nothing was promised, and what the running ones
 *     are kept to
 * @param unit what is to be spent least of
 * @param decodeWeight in mode latency, weight of the time after the first token
 * @param looseness in mode efficiency, factor on what was promised
 * @param batchQueue in mode efficiency, prompts that may wait on an engine
 * @param overflowLine in mode balanced, prompts that may wait on an engine of an overloaded fleet,
 *     for each that runs there; 0 for none: the least late takes what is late
 */
public record PolicySettings(
        int tiePpm,
        Slo objective,
        CostUnit unit,
        double decodeWeight,
        double looseness,
        int batchQueue,
        double overflowLine) {
    /** What the router's configuration has as defaults. */
    public static final PolicySettings DEFAULTS =
            new PolicySettings(
                    20_000, new Slo(2_000_000_000L, 50_000_000L), CostUnit.JOULES, 0.05, 3, 64, 4);

    /** The same with another objective. */
    public PolicySettings withObjective(Slo other) {
        return new PolicySettings(
                tiePpm, other, unit, decodeWeight, looseness, batchQueue, overflowLine);
    }

    /** The same, spending the least of this. */
    public PolicySettings withUnit(CostUnit other) {
        return new PolicySettings(
                tiePpm, objective, other, decodeWeight, looseness, batchQueue, overflowLine);
    }

    /** The same, and equals are those within this share. */
    public PolicySettings withTie(int ppm) {
        return new PolicySettings(
                ppm, objective, unit, decodeWeight, looseness, batchQueue, overflowLine);
    }
}
