// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.router.placement.CostUnit;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.Slo;
import io.wattmill.router.placement.policy.PolicySettings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class RouterConfigTest {
    private static RouterConfig parse(String yaml) {
        return Configuration.parse(yaml, Map.of()).section("router", RouterConfig.class);
    }

    @Test
    void needsNoSettingAtAll() {
        RouterConfig config = Configuration.defaults(RouterConfig.class);
        assertEquals(Duration.ofMillis(1_500), config.fleet().silenceTimeout());
        assertTrue(config.fleet().joinSecret().isEmpty());
    }

    @Test
    void findsASilentNodeWithinTwoSecondsByDefault() {
        FleetConfig fleet = Configuration.defaults(RouterConfig.class).fleet();
        Duration worst = fleet.silenceTimeout().plus(fleet.watchPeriod().multipliedBy(2));
        assertTrue(worst.compareTo(Duration.ofSeconds(2)) < 0);
    }

    @Test
    void namesModesAndCostsAsPeopleDo() {
        RouterConfig config =
                parse(
                        "router: {placement: {mode: sticky-until-saturated, cost: carbon,"
                                + " objective: {ttft: 500ms}}}");
        assertEquals(PlacementMode.STICKY_UNTIL_SATURATED, config.placement().mode());
        PolicySettings settings = config.placement().settings();
        assertEquals(CostUnit.CARBON, settings.unit());
        assertEquals(new Slo(500_000_000, 50_000_000), settings.objective());
        assertThrows(
                ConfigException.class, () -> parse("router: {placement: {objective: {tpot: 0s}}}"));
    }

    @Test
    void simulatesWithTheDefaultsOfProduction() {
        PolicySettings production =
                Configuration.defaults(RouterConfig.class).placement().settings();
        assertEquals(PolicySettings.DEFAULTS, production);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        ConfigException e =
                assertThrows(ConfigException.class, () -> parse("router: {fleet: {max-node: 3}}"));
        assertTrue(String.valueOf(e.getMessage()).contains("router.fleet.max-node"));
    }
}
