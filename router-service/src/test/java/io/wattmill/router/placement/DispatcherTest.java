// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;
import static io.wattmill.router.fleet.Samples.idle;
import static io.wattmill.router.fleet.Samples.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineDescription;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.fleet.EngineReading;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Implausible;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.fleet.NodeState;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Candidate.Eligible;
import io.wattmill.router.placement.Candidate.Excluded;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.Placement.Reason;
import io.wattmill.router.placement.Placement.Unplaced;
import io.wattmill.router.placement.policy.LeastTtft;
import io.wattmill.router.prediction.RequestShape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

class DispatcherTest {
    private static final RequestShape SHAPE = new RequestShape(1_000, 0, 100);
    private static final DispatchRules RULES =
            new DispatchRules(16, 1_000, 120_000_000_000L, 1_000, 7);

    private final Dispatcher router = dispatcher(RULES);

    private static Dispatcher dispatcher(DispatchRules rules) {
        return new Dispatcher(new Fleet(Samples.rules()), new LeastTtft(20_000), rules);
    }

    private static void serve(Dispatcher router, int nodes) {
        IntStream.rangeClosed(1, nodes)
                .mapToObj(i -> "n" + i)
                .forEach(
                        id -> {
                            router.fleet().join(node(id), at(0));
                            router.report(id, idle(id), at(0));
                        });
    }

    private static PlacementRequest request(String id) {
        return new PlacementRequest(
                new Attempt(id, 1), Samples.MODEL, "", SHAPE, 100, Set.of(), Map.of());
    }

    private String place(String id) {
        return assertInstanceOf(Placed.class, router.place(request(id), at(0))).node().id();
    }

    private Unplaced refuse(PlacementRequest request) {
        return assertInstanceOf(Unplaced.class, router.place(request, at(0)));
    }

    private static PlacementRequest with(
            String model, String adapter, RequestShape shape, Map<String, String> labels) {
        return new PlacementRequest(
                new Attempt("r", 1), model, adapter, shape, 100, Set.of(), labels);
    }

    @Test
    void doesNotHerdOnOneOfFourIdleNodes() {
        serve(router, 4);
        Map<String, Integer> placed = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            placed.merge(place("r" + i), 1, Integer::sum);
        }
        assertEquals(Map.of("n1", 25, "n2", 25, "n3", 25, "n4", 25), placed);
    }

    @Test
    void spreadsRequestsThatComeOneAfterTheOther() {
        serve(router, 4);
        Map<String, Integer> placed = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            placed.merge(place("r" + i), 1, Integer::sum);
            router.observe(new Attempt("r" + i, 1), new Observed.Aborted(), 0, at(0));
        }
        assertTrue(placed.size() == 4 && placed.values().stream().allMatch(n -> n > 30));
    }

    @Property(tries = 20)
    void decidesTheSameFromTheSameSeed(@ForAll long seed) {
        DispatchRules seeded = new DispatchRules(16, 1_000, 1, 1_000, seed);
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (List<String> path : List.of(first, second)) {
            Dispatcher fresh = dispatcher(seeded);
            serve(fresh, 4);
            for (int i = 0; i < 30; i++) {
                Placement placement = fresh.place(request("r" + i), at(i));
                path.add(assertInstanceOf(Placed.class, placement).node().id());
            }
        }
        assertEquals(first, second);
    }

    @Test
    void givesADrainingNodeNoNewWorkAndLetsItFinish() {
        serve(router, 2);
        String busy = place("before");
        router.fleet().drain(busy, "operator", at(0));
        for (int i = 0; i < 10; i++) {
            assertTrue(!place("r" + i).equals(busy));
        }
        Attempt before = new Attempt("before", 1);
        router.observe(before, new Observed.FirstToken(), 1, at(1));
        router.observe(before, new Observed.Finished(50), 1, at(1));
        assertEquals(10, router.inFlight());
    }

    @Test
    void saysOfEachNodeWhyItWasNotTaken() {
        serve(router, 3);
        router.fleet().drain("n2", "operator", at(0));
        router.fleet().suspect(Samples.engine("n3"), "503", at(0));
        Placed placed = (Placed) router.place(request("r"), at(0));
        assertEquals("n1", placed.node().id());
        Map<String, String> reasons = new HashMap<>();
        for (Candidate candidate : placed.decision().candidates()) {
            switch (candidate) {
                case Eligible eligible -> reasons.put(eligible.node().id(), "");
                case Candidate.Prefilling _ -> {}
                case Excluded excluded ->
                        reasons.put(excluded.node().id(), excluded.obstacle().reason());
            }
        }
        assertEquals(
                Map.of(
                        "n1", "",
                        "n2", "draining since 16:58 (operator)",
                        "n3", "failed a request (503)"),
                reasons);
    }

    @Test
    void refusesAnUnknownModel() {
        serve(router, 1);
        Unplaced unplaced = refuse(with("gpt-9", "", SHAPE, Map.of()));
        assertEquals(Reason.UNKNOWN_MODEL, unplaced.reason());
        assertEquals(0, unplaced.retryAfterMs());
    }

    @Test
    void refusesAnAdapterThatNobodyHas() {
        serve(router, 1);
        assertInstanceOf(
                Placed.class, router.place(with(Samples.MODEL, "sql", SHAPE, Map.of()), at(0)));
        assertEquals(
                Reason.UNKNOWN_MODEL,
                refuse(with(Samples.MODEL, "poetry", SHAPE, Map.of())).reason());
    }

    @Test
    void placesForAnAdapterByItsOwnNameWhereThatIsTaken() {
        serve(router, 1);
        assertInstanceOf(Placed.class, router.place(with("sql", "", SHAPE, Map.of()), at(0)));
        router.fleet().drain("n1", "operator", at(0));
        assertEquals(Reason.NO_NODE, refuse(with("sql", "", SHAPE, Map.of())).reason());
        router.fleet().join(node("n1", "boot-2", "a", "other"), at(10));
        assertEquals(Reason.NO_NODE, refuse(with(Samples.MODEL, "", SHAPE, Map.of())).reason());
    }

    @Test
    void asksNoEngineForAnAdapterThatWouldAnswerWithTheBareModel() {
        EngineDescription vllm = node("n1").engines().getFirst();
        EngineDescription sglang = Samples.of("sglang", "n1").engines().getFirst();
        assertTrue(vllm.model("sql").isPresent());
        assertTrue(sglang.model("sql").isEmpty());
        assertTrue(sglang.model(Samples.MODEL).isPresent());
    }

    @Test
    void remembersAModelWhoseNodesAreAllGone() {
        serve(router, 1);
        router.fleet().join(node("n1", "boot-2", "a", "other"), at(10));
        Unplaced unplaced = refuse(request("r"));
        assertEquals(Reason.NO_NODE, unplaced.reason());
        assertEquals(1_000, unplaced.retryAfterMs());
    }

    @Test
    void refusesLabelsThatNoNodeHas() {
        serve(router, 2);
        router.fleet().join(node("b1", "boot-1", "b", Samples.MODEL), at(0));
        router.report("b1", idle("b1"), at(0));
        Placement inZone = router.place(with(Samples.MODEL, "", SHAPE, Map.of("zone", "b")), at(0));
        assertEquals("b1", assertInstanceOf(Placed.class, inZone).node().id());
        Unplaced unplaced = refuse(with(Samples.MODEL, "", SHAPE, Map.of("zone", "mars")));
        assertEquals(Reason.CONSTRAINT, unplaced.reason());
        router.fleet().drain("b1", "operator", at(0));
        assertEquals(
                Reason.NO_NODE,
                refuse(with(Samples.MODEL, "", SHAPE, Map.of("zone", "b"))).reason());
    }

    @Test
    void refusesWhatIsLongerThanAnyContext() {
        serve(router, 1);
        RequestShape longest = new RequestShape(131_000, 0, 50);
        assertEquals(Reason.TOO_LONG, refuse(with(Samples.MODEL, "", longest, Map.of())).reason());
    }

    @Test
    void asksOfEachOfSeveralPromptsOnlyThatItFitsByItself() {
        serve(router, 1);
        PlacementRequest many =
                new PlacementRequest(
                        new Attempt("r", 1),
                        Samples.MODEL,
                        "",
                        new RequestShape(500_000, 0, 1),
                        1,
                        Set.of(),
                        Map.of(),
                        PrefixBlocks.NONE,
                        1_000);
        assertInstanceOf(Placed.class, router.place(many, at(0)));
    }

    @Test
    void doesNotSendARequestBackToANodeThatFailedIt() {
        serve(router, 2);
        PlacementRequest second =
                new PlacementRequest(
                        new Attempt("r", 2), Samples.MODEL, "", SHAPE, 100, Set.of("n1"), Map.of());
        for (int i = 0; i < 10; i++) {
            Placed placed = assertInstanceOf(Placed.class, router.place(second, at(0)));
            assertEquals("n2", placed.node().id());
        }
    }

    @Test
    void suspectsAnEngineThatRefusedAndNotOneThatWasAskedNonsense() {
        serve(router, 2);
        String first = place("r1");
        router.observe(new Attempt("r1", 1), new Observed.Failed("bad request", 400), 0, at(0));
        assertTrue(
                router.fleet().engine(Samples.engine(first)).orElseThrow().unavailable().isEmpty());
        String second = place("r2");
        router.observe(new Attempt("r2", 1), new Observed.Failed("refused", 0), 0, at(0));
        for (int i = 0; i < 10; i++) {
            assertTrue(!place("later" + i).equals(second));
        }
    }

    @Test
    void blamesAnEngineForTheSameStatusesAsTheBreakersOfGateways() {
        for (int status : List.of(0, 204, 302, 401, 402, 403, 500, 502, 503, 504, 529)) {
            assertTrue(blames(status, false) && blames(status, true), "status " + status);
        }
        for (int status : List.of(200, 400, 404, 405, 408, 409, 413, 418, 422, 501)) {
            assertTrue(!blames(status, false) && !blames(status, true), "status " + status);
        }
        assertTrue(!blames(429, false) && blames(429, true), "nobody else says it of a hosted API");
    }

    private static boolean blames(int status, boolean hosted) {
        return new Observed.Failed("status-" + status, status).blamesTheEngine(hosted);
    }

    @Test
    void releasesWorkOfWhichNothingIsHeard() {
        serve(router, 1);
        place("silent");
        place("told");
        router.report("n1", idle("n1"), at(100_000));
        router.observe(new Attempt("told", 1), new Observed.Started(), 0, at(100_000));
        assertEquals(1, router.tick(at(120_001)).expired());
        assertEquals(1, router.inFlight());
    }

    @Test
    void countsAnAttemptThatIsPlacedTwiceOnce() {
        serve(router, 4);
        place("r");
        place("r");
        assertEquals(1, router.inFlight());
    }

    @Test
    void hearsNothingOfAnAttemptFromAnEngineThatItIsNotOn() {
        serve(router, 2);
        String node = place("r");
        Attempt attempt = new Attempt("r", 1);
        EngineKey other = Samples.engine(node.equals("n1") ? "n2" : "n1");
        router.observe(attempt, other, new Observed.Aborted(), 0, at(0));
        assertEquals(1, router.inFlight());
        router.observe(attempt, Samples.engine(node), new Observed.Aborted(), 0, at(0));
        assertEquals(0, router.inFlight());
    }

    @Test
    void refusesMoreThanItMayTrackAndEverythingOnceClosed() {
        serve(router, 2);
        for (int i = 0; i < 1_000; i++) {
            place("r" + i);
        }
        assertEquals(Reason.NO_NODE, refuse(request("one-more")).reason());
        router.observe(new Attempt("r1", 1), new Observed.Aborted(), 0, at(0));
        place("one-more");
        router.close();
        assertEquals("this router is shutting down", refuse(request("late")).message());
    }

    @Test
    void recordsNoMoreCandidatesThanItMay() {
        serve(router, 40);
        Placed placed = (Placed) router.place(request("r"), at(0));
        assertEquals(16, placed.decision().candidates().size());
        assertEquals(placed.engine(), placed.decision().candidates().getFirst().engine());
    }

    private static PlacementRequest like(String id, int tokens, PrefixBlocks prefix) {
        return new PlacementRequest(
                new Attempt(id, 1),
                Samples.MODEL,
                "",
                new RequestShape(tokens, 0, 100),
                100,
                Set.of(),
                Map.of(),
                prefix);
    }

    private static PrefixBlocks prompt(long family, int blocks) {
        return PrefixBlocks.of(LongStream.range(0, blocks).map(i -> family << 32 | i).toArray());
    }

    @Test
    void sendsAConversationToTheNodeThatKnowsItsBeginning() {
        serve(router, 4);
        Placed first = (Placed) router.place(like("r0", 10_000, prompt(1, 39)), at(0));
        assertEquals(0, first.prediction().cachedTokens());
        router.observe(new Attempt("r0", 1), new Observed.Finished(10_000, 0, 10), 0, at(0));
        for (int turn = 1; turn < 8; turn++) {
            int tokens = 10_000 + 256 * turn;
            PlacementRequest next = like("r" + turn, tokens, prompt(1, 39 + turn));
            Placed placed = (Placed) router.place(next, at(0));
            assertEquals(first.node().id(), placed.node().id());
            assertTrue(placed.prediction().cachedTokens() > 9_000, placed.prediction()::toString);
            assertTrue(placed.prediction().ttftNanos() * 4 < first.prediction().ttftNanos());
            router.observe(next.attempt(), new Observed.Aborted(), 0, at(0));
        }
        Placed stranger = (Placed) router.place(like("s", 10_000, prompt(2, 39)), at(0));
        assertEquals(0, stranger.prediction().cachedTokens());
    }

    @Test
    void doesNotSendAConversationToAKnowingNodeThatIsTooBusy() {
        serve(router, 2);
        Placed first = (Placed) router.place(like("r0", 2_000, prompt(1, 7)), at(0));
        Set<String> nodes = new HashSet<>();
        for (int i = 1; i < 40; i++) {
            Placed placed = (Placed) router.place(like("r" + i, 2_000, prompt(1, 7)), at(0));
            nodes.add(placed.node().id());
        }
        assertTrue(nodes.size() == 2 && nodes.contains(first.node().id()));
    }

    @Test
    void forgetsWhatAnEngineKnewThatBeganAnew() {
        serve(router, 1);
        router.place(like("r0", 10_000, prompt(1, 39)), at(0));
        router.report("n1", counting("n1", 10_000, 50), at(0));
        Placed warm = (Placed) router.place(like("r1", 10_000, prompt(1, 39)), at(0));
        assertTrue(warm.prediction().cachedTokens() > 9_000);
        router.report("n1", counting("n1", 0, 0), at(0));
        Placed cold = (Placed) router.place(like("r2", 10_000, prompt(1, 39)), at(0));
        assertEquals(0, cold.prediction().cachedTokens());
    }

    private static NodeReading counting(String node, long prompt, long generated) {
        EngineReading reading =
                new EngineReading(
                        node + "-e",
                        true,
                        "",
                        0,
                        0,
                        0,
                        new EngineReading.Counters(prompt, 0, generated, 0),
                        Optional.empty());
        return Samples.reading(node, NodeReading.Health.HEALTHY, "", reading);
    }

    @Test
    void ignoresWhatItIsToldOfStrangers() {
        assertTrue(
                router.observe(new Attempt("x", 1), new Observed.FirstToken(), 1, at(0)).isEmpty());
    }

    private void reportIdle(long fromMs, long untilMs) {
        for (long ms = fromMs; ms <= untilMs; ms += 500) {
            router.observe(new Attempt("r", 1), new Observed.Progress(ms / 10), ms, at(ms));
            router.report("n1", idle("n1"), at(ms));
        }
    }

    @Test
    void doesNotBelieveANodeThatDeniesTheWorkItDoes() {
        serve(router, 1);
        place("r");
        router.observe(new Attempt("r", 1), new Observed.FirstToken(), 1, at(1));
        reportIdle(500, 1_000);
        assertEquals(Map.of(), router.fleet().refusedReports(), "reports may be late");
        reportIdle(1_500, 2_000);
        assertTrue(router.fleet().refusedReports().containsKey(Implausible.LOAD_DENIED));
        assertEquals(
                NodeState.DEGRADED, router.fleet().find("n1").orElseThrow().condition().state());
        assertInstanceOf(Placed.class, router.place(request("more"), at(2_000)));
    }

    @Test
    void countsOnlyItsOwnWorkWhereTheNodeIsNotBelieved() {
        serve(router, 1);
        place("r");
        for (long ms : new long[] {500, 1_000}) {
            router.report("n1", loaded(200, 500_000), at(ms));
        }
        Engine engine = router.fleet().engine(Samples.engine("n1")).orElseThrow();
        assertEquals(200, router.slot(engine).forecast().work().sequences());
        router.report("n1", loaded(200, 2_000_000), at(1_500));
        assertEquals(1, router.slot(engine).forecast().work().sequences());
    }

    private static NodeReading loaded(int running, long kvPpm) {
        EngineReading engine =
                new EngineReading(
                        "n1-e",
                        true,
                        "",
                        running,
                        0,
                        kvPpm,
                        new EngineReading.Counters(0, 0, 0, 0),
                        Optional.empty());
        return Samples.reading("n1", NodeReading.Health.HEALTHY, "", engine);
    }
}
