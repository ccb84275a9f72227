// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import io.wattmill.kit.config.Secret;
import io.wattmill.kit.config.Setting;
import io.wattmill.router.fleet.FleetRules;
import io.wattmill.router.fleet.OutlierRules;
import io.wattmill.router.fleet.TelemetryRules;
import io.wattmill.router.hosted.HostedConfig;
import io.wattmill.router.kvlink.KvEventsConfig;
import io.wattmill.router.link.HelloLimits;
import io.wattmill.router.link.LinkRules;
import io.wattmill.router.placement.CostUnit;
import io.wattmill.router.placement.DispatchRules;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.Policies;
import io.wattmill.router.placement.Slo;
import io.wattmill.router.placement.policy.ModePolicies;
import io.wattmill.router.placement.policy.PolicySettings;
import io.wattmill.router.prefix.PrefixLimits;
import io.wattmill.router.prefix.TierWeights;

import java.time.Duration;
import java.util.Optional;

/** The router's section of the configuration. */
public record RouterConfig(
        @Setting(value = "router-1", doc = "name of this router in snapshots") String id,
        @Setting(value = "remote", doc = "where a gateway's router is: remote or embedded")
                RouterMode mode,
        @Setting(value = "10s", doc = "longest wait for requests in flight when draining")
                Duration drainTimeout,
        FleetConfig fleet,
        PlacementConfig placement,
        HostedConfig hosted,
        KvEventsConfig kvEvents) {

    /** How nodes join, how long they may be silent, and how many fit. */
    public record FleetConfig(
            @Setting(value = "1500ms", doc = "a node that does not report for longer is down")
                    Duration silenceTimeout,
            @Setting(value = "100ms", doc = "how often silence is looked for") Duration watchPeriod,
            @Setting(value = "500ms", doc = "report period asked of agents")
                    Duration reportInterval,
            @Setting(
                            value = "2s",
                            doc = "an engine that failed a request is left alone for at most this")
                    Duration failureCooldown,
            @Setting(value = "1h", doc = "a node that is down for longer is forgotten")
                    Duration forgetAfter,
            @Setting(value = "1s", doc = "period of fleet.snapshot.v1") Duration snapshotPeriod,
            @Setting(
                            value = "20ms",
                            doc =
                                    "a changed node's snapshot comes after this, with what else"
                                            + " changed")
                    Duration snapshotDelay,
            @Setting(
                            value = "",
                            doc =
                                    "secret that agents must present; needed where the process"
                                            + " binds beyond loopback")
                    @Secret
                    Optional<String> joinSecret,
            @Setting(value = "4096", min = 1, doc = "nodes remembered, down ones included")
                    int maxNodes,
            @Setting(value = "64", min = 1, doc = "engines per node") int maxEngines,
            @Setting(value = "64", min = 1, doc = "devices per node") int maxDevices,
            @Setting(value = "64", min = 0, doc = "labels per node") int maxLabels,
            @Setting(value = "256", min = 1, doc = "models and adapters per engine") int maxModels,
            @Setting(value = "64", min = 4, doc = "messages waiting per connection") int linkQueue,
            @Setting(value = "120", min = 1, doc = "events per minute of a node that are published")
                    int maxEvents,
            @Setting(value = "2s", doc = "after a start, wait so long for agents to come back")
                    Duration gatherTime,
            @Setting(
                            value = "30s",
                            doc = "reports of an agent whose clock is further off are refused")
                    Duration maxClockSkew,
            @Setting(
                            value = "3",
                            min = 1,
                            doc =
                                    "after a refused report, so many plausible ones are believed"
                                            + " again")
                    int honestReports,
            @Setting(value = "5", min = 1, doc = "so many failed requests in a row eject an engine")
                    int maxFailuresInRow,
            @Setting(
                            value = "500000",
                            min = 1,
                            max = 1000000,
                            doc = "more failed ones of the last requests eject an engine, ppm")
                    int errorSharePpm,
            @Setting(
                            value = "4",
                            min = 2,
                            doc =
                                    "first tokens so many times as late as its peers' eject an"
                                            + " engine")
                    int latencyRatio,
            @Setting(value = "5s", doc = "first ejection; each further one is twice as long")
                    Duration ejectionTime,
            @Setting(value = "5m", doc = "longest ejection") Duration maxEjectionTime,
            @Setting(
                            value = "500000",
                            min = 0,
                            max = 1000000,
                            doc = "share of the engines of a kind that may be ejected at once, ppm")
                    int maxEjectedPpm,
            @Setting(
                            value = "30s",
                            doc = "an engine that comes back gets its full share after this")
                    Duration slowStart) {

        FleetRules rules() {
            return new FleetRules(
                    silenceTimeout.toNanos(),
                    failureCooldown.toNanos(),
                    reportInterval.toNanos(),
                    forgetAfter.toNanos(),
                    maxNodes,
                    new TelemetryRules(maxClockSkew.toNanos() / 1_000, honestReports),
                    new OutlierRules(
                            maxFailuresInRow,
                            errorSharePpm / 1e6,
                            latencyRatio,
                            ejectionTime.toNanos(),
                            maxEjectionTime.toNanos(),
                            maxEjectedPpm / 1e6,
                            slowStart.toNanos()));
        }
    }

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

        private DispatchRules rules(int toldBlocks) {
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

    /** Bounds and tastes of placement. */
    DispatchRules dispatchRules() {
        return placement.rules(kvEvents.indexBlocks());
    }

    /** How an engine is chosen. */
    Policies policies() {
        return new ModePolicies(placement.mode(), placement.settings(), hosted::behind);
    }

    /** How agents may connect. */
    LinkRules linkRules() {
        return new LinkRules(
                fleet.joinSecret(),
                fleet.reportInterval().toMillis(),
                fleet.linkQueue(),
                fleet.maxEvents(),
                new HelloLimits(
                        fleet.maxEngines(),
                        fleet.maxDevices(),
                        fleet.maxLabels(),
                        fleet.maxModels()),
                hosted.nodes().keySet());
    }
}
