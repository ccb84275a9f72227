// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import io.wattmill.kit.config.Setting;
import io.wattmill.router.hosted.HostedConfig;
import io.wattmill.router.kvlink.KvEventsConfig;
import io.wattmill.router.link.LinkRules;
import io.wattmill.router.placement.DispatchRules;
import io.wattmill.router.placement.Policies;
import io.wattmill.router.placement.policy.ModePolicies;

import java.time.Duration;

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
        return fleet.linkRules(hosted.nodes().keySet());
    }
}
