// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.facility.power.NetworkUnit.Kind;
import io.wattmill.twin.plan.power.Losses;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;

import java.util.List;

class PowerNetworkTest {
    private static final LossCurve UPS = LossCurve.assumed(0.012, 0.012, 0.016, "test");

    @Test
    void frontiersRectifierIsItsPublishedForm() {
        // ExaDigiT RAPS: P_in = (P_out + 17 W) / 0.96; at 10 kW 10,434.4 W.
        LossCurve rectifier = LossCurve.stage(17, 0.96, 12_500, "frontier.yaml");
        NetworkUnit unit =
                new NetworkUnit(
                        "r", Kind.RECTIFIER, 1, 12_500, rectifier, List.of(), List.of(), true);
        PowerNetwork network = network(List.of(unit), load("node", "r"));
        LoadFlow flow = network.newFlow();

        network.carry(new double[] {10_000}, flow);

        assertEquals((10_000 + 17) / 0.96, flow.siteWatts(), 1e-6);
        assertEquals(0.8, network.loading(0, flow), 1e-9);
    }

    @Test
    void aUpsLosesWhatItsCurveSays() {
        // What plans take a double conversion for, by the words of its source.
        assertEquals(1 / 0.940, inputPerOutput(Losses.UPS, 0.25), 0.002);
        assertEquals(1 / 0.958, inputPerOutput(Losses.UPS, 0.5), 0.002);
        assertEquals(1 / 0.962, inputPerOutput(Losses.UPS, 1), 0.002);
        // 10 CFR 431.196: 99.28 % at 35 % load.
        assertEquals(1 / 0.9928, inputPerOutput(Losses.TRANSFORMER, 0.35), 0.0002);
    }

    private static double inputPerOutput(Losses losses, double x) {
        return 1 + losses.watts(x * 1_000, 1_000) / (x * 1_000);
    }

    @Test
    void parallelUnitsShareAndTheRestCarriesOnWhenOneIsOut() {
        NetworkUnit ups =
                new NetworkUnit("ups", Kind.UPS, 3, 100_000, UPS, List.of(), List.of(), true);
        PowerNetwork all = network(List.of(ups), load("it", "ups"));
        PowerNetwork two = new PowerNetwork(all.plan(), Stance.BEST, Outage.of(List.of("ups")));
        LoadFlow flow = all.newFlow();

        all.carry(new double[] {180_000}, flow);
        assertEquals(0.6, all.loading(0, flow), 1e-9);
        two.carry(new double[] {180_000}, flow);
        assertEquals(0.9, two.loading(0, flow), 1e-9);
    }

    @Test
    void whatHangsOnADarkUnitIsDark() {
        NetworkUnit feed = unit("feed");
        NetworkUnit ups = unit("ups", "feed");
        NetworkUnit pdu = unit("pdu", "ups");
        PowerPlan plan = PowerPlan.of(List.of(pdu, ups, feed), List.of(load("it", "pdu")));
        PowerNetwork dark = new PowerNetwork(plan, Stance.BEST, Outage.of(List.of("feed")));
        LoadFlow flow = dark.newFlow();

        dark.carry(new double[] {1_000}, flow);

        assertEquals(1_000, flow.unservedWatts(), 1e-9);
        assertEquals(0, flow.siteWatts(), 1e-9);
        assertTrue(!dark.serves(0));
    }

    @Property
    void wattsInAreWattsOutAndLosses(
            @ForAll @DoubleRange(min = 0, max = 200_000) double one,
            @ForAll @DoubleRange(min = 0, max = 200_000) double other) {
        PowerPlan plan =
                PowerPlan.of(
                        List.of(unit("feed"), unit("a", "feed"), unit("b", "feed")),
                        List.of(load("x", "a", "b"), load("y", "b")));
        PowerNetwork network = new PowerNetwork(plan, Stance.BEST, Outage.NONE);
        LoadFlow flow = network.newFlow();

        network.carry(new double[] {one, other}, flow);

        double losses = flow.loss(0) + flow.loss(1) + flow.loss(2);
        assertEquals(one + other + losses, flow.siteWatts(), 1e-6);
        for (int unit = 0; unit < 3; unit++) {
            assertTrue(flow.loss(unit) >= 0);
        }
    }

    @Test
    void refusesCirclesAndNamesThatAreNotThere() {
        assertThrows(
                IllegalArgumentException.class,
                () -> PowerPlan.of(List.of(unit("a", "b"), unit("b", "a")), List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> PowerPlan.of(List.of(unit("a")), List.of(load("it", "c"))));
    }

    private static PowerNetwork network(List<NetworkUnit> units, PowerLoad... loads) {
        return new PowerNetwork(PowerPlan.of(units, List.of(loads)), Stance.BEST, Outage.NONE);
    }

    private static NetworkUnit unit(String id, String... fedBy) {
        return new NetworkUnit(id, Kind.UPS, 1, 300_000, UPS, List.of(fedBy), List.of(), false);
    }

    private static PowerLoad load(String id, String... fedBy) {
        return new PowerLoad(id, List.of(fedBy));
    }

    @Test
    void aBatteryAloneIsNoSource() {
        NetworkUnit battery =
                new NetworkUnit(
                        "bat", Kind.BATTERY, 1, 1e6, LossCurve.NONE, List.of(), List.of(), false);
        PowerNetwork network = network(List.of(unit("ups", "bat"), battery), load("it", "ups"));
        assertFalse(network.serves(0));
    }
}
