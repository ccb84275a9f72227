// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import static io.wattmill.router.fleet.Samples.at;
import static io.wattmill.router.fleet.Samples.engine;
import static io.wattmill.router.fleet.Samples.idle;
import static io.wattmill.router.fleet.Samples.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.fleet.NodeReading.Health;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class FleetTest {
    private final Fleet fleet = new Fleet(Samples.rules());

    private Condition condition(String id) {
        return fleet.find(id).orElseThrow().condition();
    }

    private NodeState state(String id) {
        return condition(id).state();
    }

    private void serve(String id, long ms) {
        fleet.join(node(id), at(ms));
        fleet.report(id, idle(id), at(ms));
    }

    @Test
    void servesFromTheFirstReportOn() {
        fleet.join(node("n1"), at(0));
        assertEquals(NodeState.JOINING, state("n1"));
        fleet.report("n1", idle("n1"), at(10));
        assertEquals(NodeState.SERVING, state("n1"));
        assertEquals(at(10).epochUs(), condition("n1").sinceUs());
    }

    @Test
    void takesASilentNodeOutWithinTwoSeconds() {
        serve("n1", 0);
        serve("n2", 0);
        for (long ms = 500; ms <= 2_000; ms += 500) {
            fleet.report("n2", idle("n2"), at(ms));
        }
        assertEquals(List.of(), fleet.tick(at(1_500)));
        assertEquals(List.of("n1"), fleet.tick(at(1_600)));
        assertEquals(List.of(), fleet.tick(at(1_700)));
        assertEquals(NodeState.DOWN, state("n1"));
        assertEquals("no report for 1600 ms", condition("n1").reason());
        assertEquals(NodeState.SERVING, state("n2"));
    }

    @Test
    void blamesNoNodeForTheTimeInWhichTheRouterItselfStoodStill() {
        serve("n1", 0);
        assertEquals(List.of(), fleet.tick(at(100)));
        assertEquals(List.of(), fleet.tick(at(15_000)));
        assertEquals(NodeState.SERVING, state("n1"));
        for (long ms = 15_100; ms <= 16_500; ms += 100) {
            assertEquals(List.of(), fleet.tick(at(ms)));
        }
        assertEquals(List.of("n1"), fleet.tick(at(16_600)));
    }

    @Test
    void wantsANewHelloFromANodeThatWasGivenUp() {
        serve("n1", 0);
        fleet.tick(at(2_000));
        assertFalse(fleet.report("n1", idle("n1"), at(2_100)));
        assertEquals(NodeState.DOWN, state("n1"));
        serve("n1", 2_200);
        assertEquals(NodeState.SERVING, state("n1"));
    }

    @Test
    void drainsUntilTheOperatorTakesItBackEvenAcrossReconnects() {
        serve("n1", 0);
        assertTrue(fleet.drain("n1", "operator", at(0)));
        assertEquals("draining since 16:58 (operator)", condition("n1").text());
        fleet.leave("n1", "agent left", at(100));
        assertEquals(NodeState.DOWN, state("n1"));
        serve("n1", 200);
        assertEquals(NodeState.DRAINING, state("n1"));
        assertTrue(fleet.resume("n1", at(300)));
        assertEquals(NodeState.SERVING, state("n1"));
        assertFalse(fleet.drain("stranger", "operator", at(300)));
    }

    @Test
    void believesTheAgentsOwnVerdict() {
        serve("n1", 0);
        EngineReading engine = Samples.reachable("n1", 0);
        fleet.report("n1", Samples.reading("n1", Health.DRAINING, "XID 63", engine), at(10));
        assertEquals("draining since 16:58 (XID 63)", condition("n1").text());
        fleet.report("n1", Samples.reading("n1", Health.DOWN, "XID 79", engine), at(20));
        assertEquals(NodeState.DOWN, state("n1"));
        fleet.report("n1", Samples.reading("n1", Health.SUSPECT, "hot", engine), at(30));
        assertEquals(NodeState.DEGRADED, state("n1"));
    }

    @Test
    void excludesAnEngineThatItsAgentCannotReach() {
        serve("n1", 0);
        NodeReading lame = Samples.reading("n1", Health.HEALTHY, "", Samples.unreachable("n1"));
        fleet.report("n1", lame, at(10));
        assertEquals(NodeState.DEGRADED, state("n1"));
        assertEquals(
                Optional.of("engine unreachable (connection refused)"),
                fleet.engine(engine("n1")).orElseThrow().unavailable());
    }

    @Test
    void leavesAnEngineAloneAfterAFailureUntilALaterGoodReport() {
        serve("n1", 0);
        fleet.suspect(engine("n1"), "503", at(1_000));
        assertEquals(NodeState.DEGRADED, state("n1"));
        fleet.report("n1", idle("n1"), at(1_100));
        assertEquals(NodeState.DEGRADED, state("n1"), "that report may be older than the failure");
        fleet.report("n1", idle("n1"), at(1_600));
        assertEquals(NodeState.SERVING, state("n1"));
    }

    @Test
    void forgivesAFailureAfterTheCooldownEvenWithoutAGoodReport() {
        serve("n1", 0);
        NodeReading other = Samples.reading("n1", Health.HEALTHY, "", Samples.reachable("n9", 0));
        fleet.suspect(engine("n1"), "503", at(0));
        fleet.report("n1", other, at(1_000));
        fleet.tick(at(2_000));
        assertEquals(NodeState.DEGRADED, state("n1"));
        fleet.report("n1", other, at(2_050));
        fleet.tick(at(2_100));
        assertEquals(NodeState.SERVING, state("n1"));
    }

    @Test
    void makesARestartedAgentReportAnew() {
        serve("n1", 0);
        fleet.join(node("n1", "boot-2", "a", Samples.MODEL), at(100));
        assertEquals(NodeState.JOINING, state("n1"));
    }

    @Test
    void keepsServingWhenTheSameAgentSaysHelloAgain() {
        serve("n1", 0);
        fleet.join(node("n1"), at(100));
        assertEquals(NodeState.SERVING, state("n1"));
    }

    @Test
    void refusesMoreNodesThanItMayHoldAndForgetsThoseLongGone() {
        for (int i = 0; i < 64; i++) {
            serve("n" + i, 0);
        }
        assertInstanceOf(Joining.Full.class, fleet.join(node("one-more"), at(0)));
        fleet.tick(at(2_000));
        fleet.tick(at(3_600_001));
        assertEquals(0, fleet.nodes().size());
        assertInstanceOf(Joining.Joined.class, fleet.join(node("one-more"), at(3_600_002)));
    }

    @Test
    void tellsEachTransitionOnce() {
        serve("n1", 0);
        fleet.report("n1", idle("n1"), at(100));
        fleet.tick(at(5_000));
        List<NodeState> path = fleet.drainTransitions().stream().map(t -> t.to().state()).toList();
        assertEquals(List.of(NodeState.SERVING, NodeState.DOWN), path);
        assertEquals(List.of(), fleet.drainTransitions());
    }
}
