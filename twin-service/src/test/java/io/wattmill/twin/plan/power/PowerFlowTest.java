// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.power.PowerFlow.Load;
import io.wattmill.twin.plan.power.PowerUnit.Kind;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

class PowerFlowTest {
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

    private static Map<String, Long> carried(long watts, String... down) {
        var load = new Load(List.of("ups-a", "pdu-b"), watts);
        return new PowerFlow(TREE, Set.of(down)).carried(List.of(load));
    }

    @Property
    void aLoadIsSharedByWhatLivesAndSumsUpAtTheSources(
            @ForAll @LongRange(min = 1, max = 1_000_000) long watts) {
        var all = carried(2 * watts);
        assertEquals(watts, all.get("feed-a"));
        assertEquals(watts, all.get("feed-b"));
        assertFalse(all.containsKey("gen"));
        assertEquals(2 * watts, carried(2 * watts, "pdu-b").get("feed-a"));
        assertEquals(2 * watts, carried(2 * watts, "ups-a").get("feed-b"));
    }

    @Test
    void whatBacksTakesOverOnlyWhenNothingElseFeeds() {
        var onGenerator = carried(10, "feed-a");
        assertEquals(5, onGenerator.get("gen"));
        assertEquals(5, onGenerator.get("ups-a"));
        assertFalse(onGenerator.containsKey("feed-a"));
    }

    @Test
    void aBatteryFeedsNothingForLong() {
        var flow = new PowerFlow(TREE, Set.of("feed-a", "gen"));
        assertFalse(flow.reaches(List.of("ups-a")));
        assertTrue(flow.reaches(List.of("ups-a", "pdu-b")));
        assertEquals(3_600.0, new Battery("b", 100, 10).seconds(10));
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
