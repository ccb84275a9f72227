// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import io.wattmill.kit.config.Setting;
import io.wattmill.router.placement.CostUnit;
import io.wattmill.router.placement.DispatchRules;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.Slo;
import io.wattmill.router.placement.policy.PolicySettings;
import io.wattmill.router.prefix.PrefixLimits;
import io.wattmill.router.prefix.TierWeights;

import java.time.Duration;

/** Bounds and tastes of placement. */
public record PlacementConfig(
        @Setting(value = "least-ttft", doc = "how one of the eligible engines is chosen")
                PlacementMode mode,
        ObjectiveConfig objective,
        @Setting(value = "joules", doc = "what is spent least of: joules, price or carbon")
                CostUnit cost,
        @Setting(
                        value = "0.05",
                        min = 0,
                        doc = "mode latency: weight of the time after the first token")
                double decodeWeight,
        @Setting(value = "3", min = 1, doc = "mode efficiency: factor on what was promised")
                double efficiencyLooseness,
        @Setting(value = "64", min = 1, doc = "mode efficiency: prompts waiting per engine")
                int efficiencyQueue,
        @Setting(
                        value = "4",
                        min = 0,
                        doc =
                                "mode balanced: prompts that may wait on an engine of an"
                                        + " overloaded fleet, for each that runs there; 0:"
                                        + " the least late engine takes what is late"
                                        + " everywhere")
                double overflowLine,
        @Setting(value = "16", min = 0, doc = "candidates kept in a decision record, each kind")
                int recordedCandidates,
        @Setting(
                        value = "20000",
                        min = 0,
                        max = 1000000,
                        doc = "predictions within this share of the best are equal, ppm")
                int tiePpm,
        @Setting(value = "100000", min = 1, doc = "requests tracked at once") int maxInFlight,
        @Setting(value = "2m", doc = "work of which nothing is heard for longer is released")
                Duration inFlightTimeout,
        @Setting(value = "1s", doc = "told to a request that nobody can take now")
                Duration retryAfter,
        @Setting(
                        value = "256",
                        min = 1,
                        doc =
                                "output expected of a request that tells nothing, until enough"
                                        + " like it have ended")
                int expectedOutputTokens,
        @Setting(
                        value = "16384",
                        min = 3,
                        doc =
                                "keys with their models and tiers whose outputs' lengths are"
                                        + " remembered")
                int outputLengths,
        @Setting(value = "1", doc = "seed of the chance between equal nodes") long seed,
        @Setting(
                        value = "65536",
                        min = 1,
                        max = 1048576,
                        doc = "blocks of a prompt's beginning that are looked at")
                int promptBlocks,
        @Setting(
                        value = "4194304",
                        min = 1,
                        max = 50000000,
                        doc =
                                "blocks of prompts remembered of all engines together; one that"
                                        + " two engines hold counts twice")
                int prefixBlocks,
        @Setting(
                        value = "2s",
                        doc =
                                "an engine that tells what it caches has a placed prompt if it"
                                        + " tells so within this")
                Duration prefixExpiry,
        @Setting(
                        value = "750000",
                        min = 0,
                        max = 1000000,
                        doc = "worth of a block cached in CPU memory, ppm of one in the GPU")
                int cpuBlockPpm,
        @Setting(
                        value = "250000",
                        min = 0,
                        max = 1000000,
                        doc = "worth of a block cached on disk, ppm of one in the GPU")
                int diskBlockPpm,
        PairsConfig pairs) {
    private static final double MILLION = 1e6;

    /** What mode balanced gives a request to which nothing was promised. */
    public record ObjectiveConfig(
            @Setting(value = "2s", doc = "time to first token") Duration ttft,
            @Setting(value = "50ms", doc = "time per token after the first") Duration tpot) {

        public ObjectiveConfig {
            if (!ttft.isPositive() || !tpot.isPositive()) {
                throw new IllegalArgumentException("ttft and tpot of an objective are above 0");
            }
        }

        private Slo slo() {
            return new Slo(ttft.toNanos(), tpot.toNanos());
        }
    }

    /** By what the modes choose. */
    PolicySettings settings() {
        return new PolicySettings(
                tiePpm,
                objective.slo(),
                cost,
                decodeWeight,
                efficiencyLooseness,
                efficiencyQueue,
                overflowLine);
    }

    /**
     * How requests are placed.
     *
     * @param toldBlocks blocks remembered of what engines tell of their caches
     */
    DispatchRules rules(int toldBlocks) {
        return new DispatchRules(
                recordedCandidates,
                maxInFlight,
                inFlightTimeout.toNanos(),
                retryAfter.toMillis(),
                seed,
                prefix(prefixBlocks),
                new DispatchRules.LengthRules(outputLengths, expectedOutputTokens),
                prefix(toldBlocks),
                pairs.rules(objective.ttft()));
    }

    private PrefixLimits prefix(int blocks) {
        return new PrefixLimits(
                blocks,
                prefixExpiry.toNanos(),
                new TierWeights(1, cpuBlockPpm / MILLION, diskBlockPpm / MILLION));
    }
}
