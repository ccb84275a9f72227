// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.place;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.kit.config.Configuration;
import io.wattmill.router.RouterConfig;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.twin.simulate.place.RouterSettings.Answers;

import org.junit.jupiter.api.Test;

/** The simulation sets its router up as a router is that nobody has configured. */
class RouterSettingsTest {

    private final RouterSettings settings = RouterSettings.DEFAULTS;
    private final RouterConfig config = Configuration.defaults(RouterConfig.class);

    @Test
    void placesAsARouterDoesByDefault() {
        var placement = config.placement();
        assertEquals(placement.mode(), settings.mode());
        assertEquals(placement.tiePpm(), settings.tiePpm());
        assertEquals(placement.expectedOutputTokens(), settings.expectedOutputTokens());
        assertEquals(placement.seed(), settings.seed());
        assertEquals(placement.maxInFlight(), settings.maxInFlight());
        var rules = settings.dispatchRules();
        assertEquals(placement.inFlightTimeout().toNanos(), rules.inFlightNanos());
        assertEquals(placement.retryAfter().toMillis(), rules.retryAfterMs());
        assertEquals(placement.prefixBlocks(), rules.prefix().blocks());
        assertEquals(placement.prefixExpiry().toNanos(), rules.prefix().expiryNanos());
    }

    @Test
    void watchesTheFleetAsARouterDoesByDefault() {
        var rules = settings.fleetRules(config.fleet().maxNodes());
        assertEquals(config.fleet().silenceTimeout().toNanos(), rules.silenceNanos());
        assertEquals(config.fleet().failureCooldown().toNanos(), rules.failureCooldownNanos());
        assertEquals(config.fleet().reportInterval().toNanos(), rules.settleNanos());
        assertEquals(config.fleet().forgetAfter().toNanos(), rules.forgetNanos());
    }

    @Test
    void changesOneThingAndKeepsTheOthers() {
        RouterSettings learned = settings.knowing(Answers.LEARNED);
        RouterSettings changed = learned.choosing(PlacementMode.BALANCED).seeded(9);
        assertEquals(Answers.LEARNED, changed.answers());
        assertEquals(PlacementMode.BALANCED, changed.mode());
        assertEquals(9, changed.seed());
        assertEquals(learned, changed.choosing(learned.mode()).seeded(learned.seed()));
    }
}
