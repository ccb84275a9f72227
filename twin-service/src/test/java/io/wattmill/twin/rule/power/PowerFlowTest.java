// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.power.Feed;
import io.wattmill.twin.plan.power.Generator;
import io.wattmill.twin.plan.power.Losses;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.PowerUnit.Kind;
import io.wattmill.twin.plan.power.Stage;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;

class PowerFlowTest {
    private static final PowerTree TREE = tree(Losses.NONE);

    /** Two sides; a generator stands behind the first, which has one stage more. */
    private static PowerTree tree(Losses ofStage) {
        return new PowerTree(
                List.of(
                        new Feed("feed-a", 100),
                        new Feed("feed-b", 100),
                        new Generator(
                                "gen",
                                100,
                                Generator.FUEL_HOURS,
                                Generator.START_SECONDS,
                                Optional.empty()),
                        stage("msb-a", List.of("feed-a"), List.of("gen"), Losses.NONE),
                        stage("pdu-a", List.of("msb-a"), List.of(), ofStage),
                        stage("pdu-b", List.of("feed-b"), List.of(), Losses.NONE)));
    }

    private static Stage stage(
            String id, List<String> fedBy, List<String> backedBy, Losses losses) {
        return new Stage(id, Kind.SWITCHBOARD, 100, fedBy, backedBy, losses, Optional.empty());
    }

    private static PowerFlow.State carried(PowerTree tree, long watts, String... lost) {
        var load = new ElectricLoad(List.of("pdu-a", "pdu-b"), watts);
        return new PowerFlow(tree, List.of(load)).without(Set.of(lost));
    }

    private static long watts(PowerFlow.State state, String unit) {
        return state.watts(TREE.unit(unit));
    }

    @Property
    void aLoadIsSharedByWhatLivesAndSumsUpAtTheSources(
            @ForAll @LongRange(min = 1, max = 1_000_000) long watts) {
        var all = carried(TREE, 2 * watts);
        assertEquals(watts, watts(all, "feed-a"));
        assertEquals(watts, watts(all, "feed-b"));
        assertEquals(0, watts(all, "gen"));
        assertEquals(2 * watts, watts(carried(TREE, 2 * watts, "pdu-b"), "feed-a"));
        assertEquals(2 * watts, watts(carried(TREE, 2 * watts, "pdu-a"), "feed-b"));
    }

    @Test
    void whatBacksTakesOverOnlyWhenNothingElseFeeds() {
        var onGenerator = carried(TREE, 10, "feed-a");
        assertEquals(5, watts(onGenerator, "gen"));
        assertEquals(5, watts(onGenerator, "pdu-a"));
        assertEquals(0, watts(onGenerator, "feed-a"));
    }

    @Test
    void aLoadBehindNothingThatLivesIsNotReached() {
        assertTrue(carried(TREE, 10, "feed-a", "gen").reaches(0));
        assertFalse(carried(TREE, 10, "pdu-a", "feed-b").reaches(0));
    }

    @Property
    void lossesOfAUnitAreCarriedByAllAboveIt(@ForAll @LongRange(min = 1, max = 100) long watts) {
        var flow = carried(tree(Losses.PDU), 2 * watts);
        double drawn = watts + Losses.PDU.watts(watts, 100);
        assertEquals(watts, flow.exactWatts(TREE.unit("pdu-a")), 1e-9);
        assertEquals(drawn, flow.exactWatts(TREE.unit("msb-a")), 1e-9);
        assertEquals(drawn, flow.exactWatts(TREE.unit("feed-a")), 1e-9);
        assertEquals(watts, flow.exactWatts(TREE.unit("feed-b")), 1e-9);
    }
}
