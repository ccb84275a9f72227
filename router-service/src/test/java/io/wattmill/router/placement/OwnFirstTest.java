// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;
import static io.wattmill.router.fleet.Samples.idle;
import static io.wattmill.router.fleet.Samples.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.fleet.v1.EngineKinds;
import io.wattmill.router.fleet.EngineDescription;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.HostedModel;
import io.wattmill.router.fleet.HostedTerms;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.fleet.NodeReading.Health;
import io.wattmill.router.fleet.ProviderPrice;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.fleet.ServedModel;
import io.wattmill.router.placement.Candidate.Excluded;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.Placement.Reason;
import io.wattmill.router.placement.Placement.Unplaced;
import io.wattmill.router.placement.policy.LeastTtft;
import io.wattmill.router.placement.policy.ModePolicies;
import io.wattmill.router.placement.policy.PolicySettings;
import io.wattmill.router.prediction.RequestShape;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

class OwnFirstTest {
    private static final RequestShape SHAPE = new RequestShape(1_000, 0, 100);
    private static final long SECOND = 1_000_000_000L;

    private Dispatcher router = router(OptionalLong.empty());

    private static Dispatcher router(OptionalLong overflowAfterNanos) {
        return router(new OwnFirst(new LeastTtft(20_000), overflowAfterNanos));
    }

    private static Dispatcher router(PlacementPolicy policy) {
        DispatchRules rules = new DispatchRules(16, 100_000, 120 * SECOND, 1_000, 7);
        return new Dispatcher(new Fleet(Samples.rules()), policy, rules);
    }

    private void own(String id) {
        router.fleet().join(node(id), at(0));
        router.report(id, idle(id), at(0));
    }

    private void hosted(String id, String zone, String input, int maxInFlight) {
        HostedModel model =
                new HostedModel(
                        "theirs",
                        new ProviderPrice(
                                new BigDecimal(input), BigDecimal.ZERO, new BigDecimal("0.60")));
        HostedTerms terms =
                new HostedTerms(maxInFlight, SECOND, 20_000_000, Map.of(Samples.MODEL, model));
        EngineDescription engine =
                new EngineDescription(
                        "api",
                        "",
                        EngineKinds.HOSTED,
                        List.of(new ServedModel(Samples.MODEL, 0, Set.of())),
                        List.of(),
                        1,
                        0,
                        maxInFlight,
                        Optional.of(terms));
        router.fleet()
                .join(
                        new NodeDescription(id, "b", zone, Map.of(), List.of(), List.of(engine)),
                        at(0));
        router.report(id, new NodeReading(0, List.of(), List.of(), Health.HEALTHY, ""), at(0));
    }

    private static PlacementRequest request(int number, Set<String> excluded, String zone) {
        return new PlacementRequest(
                new Attempt("r" + number, 1),
                Samples.MODEL,
                "",
                SHAPE,
                100,
                excluded,
                zone.isEmpty() ? Map.of() : Map.of("zone", zone));
    }

    private Placed place(PlacementRequest request) {
        return assertInstanceOf(Placed.class, router.place(request, at(0)));
    }

    private String nodeOf(int number) {
        return place(request(number, Set.of(), "")).node().id();
    }

    @Test
    void keepsToTheSitesOwnEngineHoweverLongItsQueue() {
        own("n1");
        hosted("api", "", "0.15", 64);
        for (int i = 0; i < 2_000; i++) {
            assertEquals("n1", nodeOf(i));
        }
    }

    @Test
    void sendsWhatWouldWaitTooLongToAHostedApiThatIsSooner() {
        router = router(OptionalLong.of(3 * SECOND));
        own("n1");
        hosted("api", "", "0.15", 1_000);
        int own = 0;
        while (nodeOf(own).equals("n1")) {
            own++;
            assertTrue(own < 10_000, "never overflows");
        }
        assertTrue(own > 10, "overflows at once: " + own);
        assertEquals("api", nodeOf(own + 1), "the queue has not become shorter");
    }

    @Test
    void doesNotLeaveForAHostedApiThatIsLaterStill() {
        router = router(OptionalLong.of(1));
        own("n1");
        hosted("api", "", "0.15", 64);
        assertEquals("n1", nodeOf(1));
    }

    @Test
    void fallsBackWhenNoOwnEngineCanServe() {
        own("n1");
        hosted("api", "", "0.15", 64);
        assertEquals("api", place(request(1, Set.of("n1"), "")).node().id());
        router.fleet().drain("n1", "operator", at(0));
        assertEquals("api", nodeOf(2));
    }

    @Test
    void takesTheCheapestOfSeveral() {
        hosted("dear", "", "3.00", 64);
        hosted("cheap", "", "0.15", 64);
        assertEquals("cheap", nodeOf(1));
        assertEquals("dear", place(request(2, Set.of("cheap"), "")).node().id());
    }

    @Test
    void neverLeavesTheDataZoneOfARequest() {
        own("n1");
        hosted("elsewhere", "us", "0.15", 64);
        Unplaced refused =
                assertInstanceOf(
                        Unplaced.class, router.place(request(1, Set.of("n1"), "a"), at(0)));
        assertEquals(Reason.NO_NODE, refused.reason());
        hosted("within", "a", "9.00", 64);
        assertEquals("within", place(request(2, Set.of("n1"), "a")).node().id());
    }

    @Test
    void placesNoMoreAtOnceThanItMay() {
        hosted("api", "", "0.15", 2);
        assertEquals("api", nodeOf(1));
        assertEquals("api", nodeOf(2));
        Unplaced refused =
                assertInstanceOf(Unplaced.class, router.place(request(3, Set.of(), ""), at(0)));
        assertEquals(
                "no node can take " + Samples.MODEL + " now: has its 2 requests",
                refused.message());
        Excluded full = (Excluded) refused.decision().candidates().getFirst();
        assertEquals(Obstacle.Kind.FULL, full.obstacle().kind());
        router.observe(new Attempt("r1", 1), new Observed.Finished(5), 0, at(1));
        assertEquals("api", nodeOf(4));
    }

    @Test
    void leavesAnApiAloneThatHasNoRoomForTheSite() {
        hosted("first", "", "0.10", 64);
        hosted("second", "", "0.20", 64);
        assertEquals("first", nodeOf(1));
        router.observe(new Attempt("r1", 1), new Observed.Failed("status-429", 429), 0, at(1));
        assertEquals("second", nodeOf(2));
    }

    @Test
    void knowsNoJoulesOfAHostedApiAndItsTimesFromExperience() {
        hosted("api", "", "0.15", 64);
        Placed placed = place(request(1, Set.of(), ""));
        assertEquals("unmetered", placed.coefficients().method());
        assertEquals(0, placed.prediction().energyMicrojoules());
        assertEquals(SECOND, placed.prediction().ttftNanos());
        router.observe(new Attempt("r1", 1), new Observed.Started(), 1_000_000, at(1));
        router.observe(new Attempt("r1", 1), new Observed.FirstToken(), 1_250_000, at(2));
        assertEquals(250_000_000, place(request(2, Set.of(), "")).prediction().ttftNanos());
    }

    @Test
    void saysOfItsOwnEnginesWhatTheirPolicySays() {
        List<String> alone = notes(false);
        assertEquals(List.of("n1: least joules that meet the SLO"), alone.subList(0, 1));
        assertEquals(2, alone.size());
        assertEquals(alone, notes(true).stream().filter(note -> note.startsWith("n")).toList());
    }

    /** Of two own engines, of which one is busy, and a hosted API before them. */
    private List<String> notes(boolean beside) {
        PlacementPolicy own = ModePolicies.policy(PlacementMode.BALANCED, PolicySettings.DEFAULTS);
        router = router(new OwnFirst(own, OptionalLong.empty()));
        if (beside) {
            hosted("api", "", "0.15", 64);
        }
        own("n1");
        own("n2");
        place(request(1, Set.of("n2"), ""));
        return place(request(2, Set.of(), "")).decision().candidates().stream()
                .filter(Candidate.Eligible.class::isInstance)
                .map(Candidate.Eligible.class::cast)
                .map(one -> one.node().id() + ": " + one.note())
                .toList();
    }
}
