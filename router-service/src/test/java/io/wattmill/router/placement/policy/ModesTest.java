// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Attempt;
import io.wattmill.router.placement.Caller;
import io.wattmill.router.placement.Candidate.Eligible;
import io.wattmill.router.placement.CandidateTable;
import io.wattmill.router.placement.CandidateTable.Row;
import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.CostUnit;
import io.wattmill.router.placement.DispatchRules;
import io.wattmill.router.placement.Dispatcher;
import io.wattmill.router.placement.Lesson;
import io.wattmill.router.placement.Observed;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.placement.Slo;
import io.wattmill.router.placement.Terms;
import io.wattmill.router.prediction.RequestShape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Each mode by what it is there for. */
class ModesTest {
    private static final long MS = 1_000_000;

    private static Dispatcher router(PlacementMode mode, int nodes) {
        ModePolicies policies =
                new ModePolicies(mode, PolicySettings.DEFAULTS, UnaryOperator.identity());
        DispatchRules rules = new DispatchRules(16, 100_000, Long.MAX_VALUE, 1_000, 7);
        Dispatcher router = new Dispatcher(new Fleet(Samples.rules()), policies, rules);
        IntStream.rangeClosed(1, nodes)
                .mapToObj(i -> "n" + i)
                .forEach(
                        id -> {
                            router.fleet().join(Samples.node(id), Samples.at(0));
                            router.report(id, Samples.idle(id), Samples.at(0));
                        });
        return router;
    }

    private static PlacementRequest request(String id, int prompt, int output, long... blocks) {
        return new PlacementRequest(
                new Attempt(id, 1),
                Samples.MODEL,
                "",
                new RequestShape(prompt, 0, output),
                output,
                Set.of(),
                Map.of(),
                PrefixBlocks.of(blocks));
    }

    private static Placed place(Dispatcher router, PlacementRequest request) {
        return assertInstanceOf(Placed.class, router.place(request, Samples.at(0)));
    }

    private static Map<String, Integer> place(Dispatcher router, int count) {
        Map<String, Integer> placed = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Placed target = place(router, request("r" + i, 1_000, 200));
            placed.merge(target.node().id(), 1, Integer::sum);
        }
        return placed;
    }

    @Test
    void balancedGathersWorkWhileTheSloAllows() {
        assertEquals(Map.of("n1", 20), place(router(PlacementMode.BALANCED, 4), 20));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16})
    void thousandAtOnceFillNoEngineBeyondTheSloWhileAnotherIdles(int nodes) {
        Dispatcher router = router(PlacementMode.BALANCED, nodes);
        Map<String, Integer> placed = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            Placed target = place(router, request("r" + i, 1_000, 200));
            boolean idle = placed.size() < nodes;
            boolean late = target.prediction().ttftP90Nanos() > 2_000 * MS;
            boolean slow = target.prediction().tpotNanos() > 50 * MS;
            assertTrue(!idle || (!late && !slow), "request " + i + " of " + placed);
            placed.merge(target.node().id(), 1, Integer::sum);
        }
        System.out.println("balanced: 1,000 at once on " + nodes + " idle nodes: " + placed);
    }

    @Test
    void saysWhyInWords() {
        Dispatcher router = router(PlacementMode.BALANCED, 2);
        place(router, 3);
        List<String> notes =
                place(router, request("why", 1_000, 200)).decision().candidates().stream()
                        .map(candidate -> ((Eligible) candidate).note())
                        .toList();
        assertEquals("least joules that meet the SLO", notes.getFirst());
        assertTrue(notes.get(1).matches("[0-9.]+ J more"), notes.get(1));
    }

    @Test
    void balancedSparesThoseThatRun() {
        Row busy = new Row("n1", 90 * MS, 49 * MS, 1_000_000, 60, 0, Map.of());
        Row idle = new Row("n2", 90 * MS, 9 * MS, 90_000_000, 0, 0, Map.of());
        Candidates table = CandidateTable.of(List.of(busy, idle));
        PlacementPolicy balanced = policy(PlacementMode.BALANCED);
        PlacementRequest patient =
                request("r", 1_000, 200)
                        .on(
                                new Terms(
                                        new Slo(Slo.NEVER, Slo.NEVER - 1),
                                        Optional.empty(),
                                        Caller.ANYBODY));
        assertEquals(1, balanced.choose(patient, table, 0));
        assertEquals("would slow those running", balanced.note(patient, table, 0, 1));
        assertEquals(0, policy(PlacementMode.EFFICIENCY).choose(patient, table, 0));
    }

    private static PlacementPolicy policy(PlacementMode mode) {
        return ModePolicies.policy(mode, PolicySettings.DEFAULTS);
    }

    @Test
    void keepsMoreDistanceAfterMissesAndLessAfterHits() {
        Slo slo = new Slo(2_000 * MS, 50 * MS);
        Row near = new Row("n1", 700 * MS, 9 * MS, 1_000_000, 1, 0, Map.of());
        Row far = new Row("n2", 90 * MS, 9 * MS, 90_000_000, 0, 0, Map.of());
        Candidates table = CandidateTable.of(List.of(near, far));
        PlacementPolicy balanced = policy(PlacementMode.BALANCED);
        PlacementRequest request =
                request("r", 1_000, 200).on(new Terms(slo, Optional.empty(), Caller.ANYBODY));
        assertEquals(0, balanced.choose(request, table, 0));
        for (int i = 0; i < 200; i++) {
            balanced.learn(slo, new Lesson("ttft", 700_000, 2_500_000));
        }
        assertEquals(1, balanced.choose(request, table, 0));
        for (int i = 0; i < 20_000; i++) {
            balanced.learn(slo, new Lesson("ttft", 700_000, 700_000));
        }
        assertEquals(0, balanced.choose(request, table, 0));
    }

    @ParameterizedTest
    @CsvSource({"JOULES, 0", "PRICE, 1", "CARBON, 2"})
    void spendsTheLeastOfWhatItIsTold(CostUnit unit, int expected) {
        Row joules = row("n1", 10, "900000000", "400000000");
        Row money = row("n2", 20, "100000000", "400000000");
        Row carbon = row("n3", 30, "900000000", "20000000");
        Candidates table = CandidateTable.of(List.of(joules, money, carbon));
        PolicySettings settings = PolicySettings.DEFAULTS.withUnit(unit);
        PlacementPolicy balanced = ModePolicies.policy(PlacementMode.BALANCED, settings);
        assertEquals(expected, balanced.choose(request("r", 1_000, 200), table, 0));
    }

    @ParameterizedTest
    @CsvSource({"JOULES, 0", "PRICE, 1", "CARBON, 2"})
    void spendsTheLeastOfWhatARequestIsToSpend(CostUnit unit, int expected) {
        Row joules = row("n1", 10, "900000000", "400000000");
        Row money = row("n2", 20, "100000000", "400000000");
        Row carbon = row("n3", 30, "900000000", "20000000");
        Candidates table = CandidateTable.of(List.of(joules, money, carbon));
        Terms terms = new Terms(Slo.NONE, Optional.empty(), Optional.of(unit), Caller.ANYBODY);
        PlacementRequest request = request("r", 1_000, 200).on(terms);
        assertEquals(expected, policy(PlacementMode.BALANCED).choose(request, table, 0));
        assertEquals(expected, policy(PlacementMode.EFFICIENCY).choose(request, table, 0));
    }

    @Test
    void efficiencyLoosensThePaceUpToItsCap() {
        Row packed = new Row("n1", 90 * MS, 100 * MS, 1_000_000, 60, 0, Map.of());
        Row idle = new Row("n2", 90 * MS, 9 * MS, 90_000_000, 0, 0, Map.of());
        Candidates table = CandidateTable.of(List.of(packed, idle));
        PlacementPolicy efficiency = policy(PlacementMode.EFFICIENCY);
        assertEquals(0, efficiency.choose(promised(new Slo(Slo.NEVER, 40 * MS)), table, 0));
        Slo capped = new Slo(Slo.NEVER, 40 * MS, 80 * MS);
        assertEquals(1, efficiency.choose(promised(capped), table, 0));
    }

    private static PlacementRequest promised(Slo slo) {
        return request("r", 1_000, 200).on(new Terms(slo, Optional.empty(), Caller.ANYBODY));
    }

    private static Row row(String node, long joules, String price, String carbon) {
        Map<String, String> labels =
                Map.of("price-nano-per-kwh", price, "carbon-ug-per-kwh", carbon);
        return new Row(node, 90 * MS, 9 * MS, joules * 1_000_000, 1, 0, labels);
    }

    @Test
    void aNodeThatDoesNotTellItsPriceGainsNothing() {
        Row silent = new Row("n1", 90 * MS, 9 * MS, 10_000_000, 1, 0, Map.of());
        Row told = row("n2", 9, "100000000", "1");
        Row dear = row("n3", 50, "900000000", "1");
        Candidates table = CandidateTable.of(List.of(silent, told, dear));
        PolicySettings price = PolicySettings.DEFAULTS.withUnit(CostUnit.PRICE).withTie(0);
        PlacementPolicy balanced = ModePolicies.policy(PlacementMode.BALANCED, price);
        assertEquals(1, balanced.choose(request("r", 1_000, 200), table, 0));
    }

    @Test
    void efficiencyGathersMoreThanBalancedAndStillNotEverything() {
        int balanced = place(router(PlacementMode.BALANCED, 4), 60).size();
        Map<String, Integer> placed = place(router(PlacementMode.EFFICIENCY, 4), 200);
        assertEquals(64, placed.get("n1"));
        assertTrue(balanced >= 1 && placed.size() == 4, placed.toString());
    }

    @Test
    void roundRobinTakesTurns() {
        assertEquals(
                Map.of("n1", 5, "n2", 5, "n3", 5), place(router(PlacementMode.ROUND_ROBIN, 3), 15));
    }

    @Test
    void leastRequestEvensOut() {
        assertEquals(
                Map.of("n1", 9, "n2", 9, "n3", 9),
                place(router(PlacementMode.LEAST_REQUEST, 3), 27));
    }

    @Test
    void powerOfTwoIsNearlyEvenAndNeverTakesTheFullestOfAll() {
        Map<String, Integer> placed = place(router(PlacementMode.POWER_OF_TWO, 4), 400);
        placed.values().forEach(count -> assertTrue(Math.abs(count - 100) < 10, placed.toString()));
    }

    @Test
    void chanceReachesAll() {
        Map<String, Integer> placed = place(router(PlacementMode.RANDOM, 4), 400);
        placed.values().forEach(count -> assertTrue(count > 60, placed.toString()));
        assertEquals(4, placed.size());
    }

    @Test
    void stickyHashKeepsSessionsWhenAnEngineOfOthersLeaves() {
        Dispatcher router = router(PlacementMode.STICKY_HASH, 4);
        Map<String, String> before = sessions(router, "a");
        assertEquals(4, new HashSet<>(before.values()).size());
        router.fleet().drain("n3", "operator", Samples.at(0));
        Map<String, String> after = sessions(router, "b");
        before.forEach(
                (session, node) -> {
                    if (!node.equals("n3")) {
                        assertEquals(node, after.get(session));
                    }
                });
    }

    private static Map<String, String> sessions(Dispatcher router, String round) {
        Map<String, String> nodes = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            Caller caller = new Caller("", "", "", "session-" + i);
            Terms terms = new Terms(Slo.NONE, Optional.empty(), caller);
            PlacementRequest request = request(round + i, 1_000, 200).on(terms);
            nodes.put(caller.session(), place(router, request).node().id());
        }
        return nodes;
    }

    @ParameterizedTest
    @CsvSource({"CACHE_AWARE", "WEIGHTED", "STICKY_UNTIL_SATURATED", "KV_COST", "LATENCY"})
    void staysWithAWarmCache(PlacementMode mode) {
        Dispatcher router = router(mode, 4);
        long[] blocks = LongStream.rangeClosed(1, 16).toArray();
        String warm = place(router, request("first", 4_096, 50, blocks)).node().id();
        router.observe(new Attempt("first", 1), new Observed.FirstToken(), 1, Samples.at(0));
        router.observe(new Attempt("first", 1), new Observed.Finished(50), 2, Samples.at(0));
        for (int i = 0; i < 5; i++) {
            assertEquals(warm, place(router, request("r" + i, 4_096, 50, blocks)).node().id());
            router.observe(new Attempt("r" + i, 1), new Observed.Aborted(), 3, Samples.at(0));
        }
    }

    @Test
    void cacheAwareLeavesAWarmEngineThatHas33RequestsMore() {
        Dispatcher router = router(PlacementMode.CACHE_AWARE, 2);
        long[] blocks = LongStream.rangeClosed(1, 16).toArray();
        String warm = place(router, request("r0", 4_096, 50, blocks)).node().id();
        for (int i = 1; i <= 32; i++) {
            assertEquals(warm, place(router, request("r" + i, 4_096, 50, blocks)).node().id());
        }
        String relief = place(router, request("r33", 4_096, 50, blocks)).node().id();
        assertTrue(!relief.equals(warm));
    }

    @Test
    void stickyUntilSaturatedLeavesAtEighteenSecondsOfPrompts() {
        Dispatcher router = router(PlacementMode.STICKY_UNTIL_SATURATED, 2);
        long[] blocks = LongStream.rangeClosed(1, 16).toArray();
        String warm = place(router, request("r", 4_096, 50, blocks)).node().id();
        int placed = 0;
        while (place(router, request("s" + placed, 8_192, 50, blocks)).node().id().equals(warm)) {
            placed++;
            assertTrue(placed < 500, "never leaves");
        }
        assertTrue(placed > 30, "leaves at once: " + placed);
    }

    @Test
    void aRequestsOwnModeComesFirst() {
        Dispatcher router = router(PlacementMode.BALANCED, 4);
        Terms terms = new Terms(Slo.NONE, Optional.of(PlacementMode.ROUND_ROBIN), Caller.ANYBODY);
        Placed placed = place(router, request("r", 100, 10).on(terms));
        assertEquals("round-robin", placed.decision().mode());
        assertEquals("balanced", place(router, request("s", 100, 10)).decision().mode());
    }
}
