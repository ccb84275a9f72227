// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.power.PowerUnit.Kind;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

class PowerTreeTest {
    private static final PowerTree TREE =
            new PowerTree(
                    List.of(
                            new Feed("feed-a", 100),
                            new Feed("feed-b", 100),
                            new Generator(
                                    "gen",
                                    100,
                                    Generator.FUEL_HOURS,
                                    Generator.START_SECONDS,
                                    Optional.empty()),
                            new Battery("bat", 100, 10),
                            stage("msb-a", List.of("feed-a"), List.of("gen")),
                            new Ups(
                                    "ups-a",
                                    100,
                                    List.of("msb-a"),
                                    List.of("bat"),
                                    Losses.UPS,
                                    Optional.empty()),
                            stage("pdu-b", List.of("feed-b"), List.of())));

    private static Stage stage(String id, List<String> fedBy, List<String> backedBy) {
        return new Stage(id, Kind.SWITCHBOARD, 100, fedBy, backedBy, Losses.NONE, Optional.empty());
    }

    @Test
    void aBatteryFeedsNothingForLong() {
        var alive = new SupplyPaths(TREE).without(Set.of("feed-a", "gen"));
        assertFalse(alive.has("ups-a"));
        assertTrue(alive.hasAny(List.of("ups-a", "pdu-b")));
        assertEquals(3_600.0, new Battery("b", 100, 10).seconds(10));
    }

    @Test
    void aUnitIsPoweredByWhatBacksItWhenNothingFeedsIt() {
        var paths = new SupplyPaths(TREE);
        assertEquals(List.of("gen"), feeders(paths, "msb-a", "feed-a"));
        assertEquals(List.of("feed-a"), feeders(paths, "msb-a", "gen"));
        assertTrue(paths.without(Set.of("feed-a")).has("msb-a"));
        assertFalse(paths.without(Set.of("msb-a")).has("msb-a"));
        assertFalse(paths.without(Set.of()).has("not there"));
    }

    private static List<String> feeders(SupplyPaths paths, String unit, String lost) {
        return Arrays.stream(paths.feeders(paths.number(unit), paths.without(Set.of(lost))))
                .mapToObj(feeder -> paths.units().get(feeder).id())
                .toList();
    }

    @Test
    void walksNameEachUnitOnceHoweverManyPathsLeadToIt() {
        var upstream =
                TREE.upstream(List.of("ups-a")).stream()
                        .map(PowerUnit::id)
                        .collect(Collectors.toSet());
        assertEquals(Set.of("ups-a", "msb-a", "bat", "feed-a", "gen"), upstream);
        assertEquals("msb-a", TREE.fedFrom("gen").getFirst().id());
    }

    @Property
    void findsTheCycleAndNothingWhereThereIsNone(@ForAll @IntRange(min = 1, max = 60) int length) {
        var chain = new ArrayList<PowerUnit>(List.of(new Feed("u0", 1)));
        for (int i = 1; i <= length; i++) {
            chain.add(stage("u" + i, List.of("u" + (i - 1)), List.of()));
        }
        assertEquals(List.of(), new PowerTree(chain).cycle());
        chain.set(1, stage("u1", List.of("u0", "u" + length), List.of()));
        var cycle = new PowerTree(chain).cycle();
        assertEquals(length + 1, cycle.size());
        assertEquals(cycle.getFirst(), cycle.getLast());
    }

    @Test
    void lossesAreThoseOfTheirSources() {
        assertEquals(0.9928, efficiency(Losses.TRANSFORMER, 0.35), 2e-4);
        assertEquals(0.958, efficiency(Losses.UPS, 0.5), 1e-3);
        assertEquals(0.962, efficiency(Losses.UPS, 1), 1e-3);
    }

    private static double efficiency(Losses losses, double share) {
        double out = share * 1_000;
        return out / (out + losses.watts(out, 1_000));
    }
}
