// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import io.wattmill.kit.config.Secret;
import io.wattmill.kit.config.Setting;
import io.wattmill.router.fleet.FleetRules;
import io.wattmill.router.fleet.OutlierRules;
import io.wattmill.router.fleet.TelemetryRules;
import io.wattmill.router.link.HelloLimits;
import io.wattmill.router.link.LinkRules;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How nodes join, how long they may be silent, and how many fit. */
public record FleetConfig(
        @Setting(value = "1500ms", doc = "a node that does not report for longer is down")
                Duration silenceTimeout,
        @Setting(value = "100ms", doc = "how often silence is looked for") Duration watchPeriod,
        @Setting(value = "500ms", doc = "report period asked of agents") Duration reportInterval,
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
        @Setting(value = "30s", doc = "reports of an agent whose clock is further off are refused")
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
        @Setting(value = "30s", doc = "an engine that comes back gets its full share after this")
                Duration slowStart) {

    /** What the fleet view holds nodes to. */
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

    /**
     * How agents may connect.
     *
     * @param hosted names of nodes that are not theirs
     */
    LinkRules linkRules(Set<String> hosted) {
        return new LinkRules(
                joinSecret,
                reportInterval.toMillis(),
                linkQueue,
                maxEvents,
                new HelloLimits(maxEngines, maxDevices, maxLabels, maxModels),
                hosted);
    }
}
