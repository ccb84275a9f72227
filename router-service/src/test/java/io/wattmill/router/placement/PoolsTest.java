// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;
import static io.wattmill.router.fleet.Samples.idle;
import static io.wattmill.router.fleet.Samples.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.EngineRole;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Candidate.Eligible;
import io.wattmill.router.placement.Candidate.Prefilling;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.Placement.Unplaced;
import io.wattmill.router.placement.policy.LeastTtft;
import io.wattmill.router.prediction.EngineWork;
import io.wattmill.router.prediction.RequestShape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

class PoolsTest {
    private static final DispatchRules RULES =
            new DispatchRules(16, 1_000, 120_000_000_000L, 1_000, 7);

    private Dispatcher router = fresh();

    private static Dispatcher fresh() {
        return new Dispatcher(new Fleet(Samples.rules()), new LeastTtft(20_000), RULES);
    }

    private void join(EngineRole role, String zone, String... ids) {
        for (String id : ids) {
            router.fleet().join(Samples.as(role, node(id, "b", zone, Samples.MODEL)), at(0));
            router.report(id, idle(id), at(0));
        }
    }

    private static PlacementRequest request(String id, int promptTokens) {
        return new PlacementRequest(
                        new Attempt(id, 1),
                        Samples.MODEL,
                        "",
                        new RequestShape(promptTokens, 0, 100),
                        100,
                        Set.of(),
                        Map.of())
                .inPairs(true);
    }

    private Placed place(PlacementRequest request) {
        return assertInstanceOf(Placed.class, router.place(request, at(1)));
    }

    private EngineWork work(String node) {
        Node its = router.fleet().find(node).orElseThrow();
        return router.slot(its.engines().iterator().next()).forecast().work();
    }

    @Test
    void a_long_prompt_is_computed_by_one_engine_and_answered_by_another() {
        join(EngineRole.PREFILL, "a", "p1");
        join(EngineRole.DECODE, "a", "d1");
        Placed placed = place(request("r", 4_000));
        PrefillLeg leg = placed.prefill().orElseThrow();
        assertEquals("d1", placed.node().id());
        assertEquals("p1", leg.node().id());
        // 4,000 tokens of 131,072 bytes at 50 GB/s are 10.5 ms, and a transfer begins after 2 ms
        assertEquals(12_485_760, leg.transferNanos());
        long alone = leg.prediction().ttftNanos() + leg.transferNanos();
        assertTrue(placed.prediction().ttftNanos() > alone);
        assertTrue(placed.prediction().shareMicrojoules() > leg.prediction().shareMicrojoules());
    }

    @Test
    void a_decision_tells_of_both_halves() {
        join(EngineRole.PREFILL, "a", "p1", "p2");
        join(EngineRole.DECODE, "a", "d1");
        var candidates = place(request("r", 4_000)).decision().candidates();
        assertInstanceOf(Eligible.class, candidates.get(0));
        assertTrue(assertInstanceOf(Prefilling.class, candidates.get(1)).chosen());
        assertEquals(3, candidates.size());
    }

    @Test
    void a_short_prompt_stays_with_the_engine_that_answers() {
        join(EngineRole.PREFILL, "a", "p1");
        join(EngineRole.DECODE, "a", "d1");
        assertEquals(Optional.empty(), place(request("short", 512)).prefill());
        assertTrue(place(request("long", 513)).prefill().isPresent());
    }

    @Test
    void so_does_one_that_it_has_cached() {
        join(EngineRole.PREFILL, "a", "p1");
        join(EngineRole.DECODE, "a", "d1");
        long[] blocks = {1, 2, 3, 4};
        PlacementRequest first = like("r1", PrefixBlocks.of(blocks));
        assertTrue(place(first).prefill().isPresent());
        assertEquals(Optional.empty(), place(like("r2", PrefixBlocks.of(blocks))).prefill());
    }

    private static PlacementRequest like(String id, PrefixBlocks prefix) {
        return new PlacementRequest(
                        new Attempt(id, 1),
                        Samples.MODEL,
                        "",
                        new RequestShape(1_024, 0, 100),
                        100,
                        Set.of(),
                        Map.of(),
                        prefix)
                .inPairs(true);
    }

    @Test
    void both_engines_have_their_part_on_their_books_until_it_is_done() {
        join(EngineRole.PREFILL, "a", "p1");
        join(EngineRole.DECODE, "a", "d1");
        place(request("r", 4_000));
        assertEquals(4_000, work("p1").prefillTokens());
        assertEquals(1, work("d1").prefillTokens());
        Attempt attempt = new Attempt("r", 1);
        tell(attempt, "p1", new Observed.Prefilled(4_000, 0), 300);
        assertEquals(0, work("p1").inFlight());
        assertEquals(1, work("d1").inFlight());
        tell(attempt, "d1", new Observed.FirstToken(), 320);
        tell(attempt, "d1", new Observed.Finished(10), 500);
        assertEquals(0, work("d1").inFlight());
        assertEquals(0, router.inFlight());
    }

    private void tell(Attempt attempt, String node, Observed observed, long ms) {
        router.observe(attempt, Samples.engine(node), observed, at(ms).epochUs(), at(ms));
    }

    @Test
    void a_prompt_engine_that_fails_is_to_blame_and_not_the_one_that_waits_for_it() {
        join(EngineRole.PREFILL, "a", "p1");
        join(EngineRole.DECODE, "a", "d1");
        place(request("r", 4_000));
        tell(new Attempt("r", 1), "p1", new Observed.Failed("500", 500), 100);
        assertEquals(0, work("p1").inFlight() + work("d1").inFlight());
        assertEquals(Optional.empty(), place(request("again", 4_000)).prefill());
        assertTrue(
                router.fleet()
                        .engine(Samples.engine("p1"))
                        .orElseThrow()
                        .unavailable()
                        .isPresent());
    }

    @Test
    void without_prompt_engines_those_that_decode_compute_prompts_themselves() {
        join(EngineRole.PREFILL, "a", "p1");
        join(EngineRole.DECODE, "a", "d1");
        router.fleet().drain("p1", "operator", at(1));
        Placed placed = place(request("r", 4_000));
        assertEquals("d1", placed.node().id());
        assertEquals(Optional.empty(), placed.prefill());
    }

    @Test
    void without_an_engine_that_decodes_nobody_answers_now() {
        join(EngineRole.PREFILL, "a", "p1");
        Unplaced refused =
                assertInstanceOf(Unplaced.class, router.place(request("r", 4_000), at(1)));
        assertEquals(Placement.Reason.NO_NODE, refused.reason());
        assertEquals(1_000, refused.retryAfterMs());
        assertTrue(refused.message().contains("prompts only"), refused.message());
    }

    @Test
    void a_gateway_that_takes_no_pairs_gets_none() {
        join(EngineRole.PREFILL, "a", "p1");
        join(EngineRole.DECODE, "a", "d1");
        Placed placed = place(request("r", 4_000).inPairs(false));
        assertEquals("d1", placed.node().id());
        assertEquals(Optional.empty(), placed.prefill());
    }

    @Test
    void a_pair_keeps_to_its_zone_and_to_the_nodes_that_are_not_excluded() {
        join(EngineRole.PREFILL, "b", "p1");
        join(EngineRole.DECODE, "a", "d1");
        assertEquals(Optional.empty(), place(request("r1", 4_000)).prefill());
        join(EngineRole.PREFILL, "a", "p2");
        assertEquals("p2", place(request("r2", 4_000)).prefill().orElseThrow().node().id());
    }

    @Test
    void prompts_spread_over_the_engines_that_compute_them() {
        join(EngineRole.PREFILL, "a", "p1", "p2");
        join(EngineRole.DECODE, "a", "d1", "d2");
        String first = place(request("r1", 4_000)).prefill().orElseThrow().node().id();
        String second = place(request("r2", 4_000)).prefill().orElseThrow().node().id();
        assertNotEquals(first, second);
    }

    /** Both engines tell so often that what they run is believed. */
    private void report(int onPrompts, int onAnswers, long ms) {
        for (int i = 0; i < 2; i++) {
            report("p1", onPrompts, ms + i);
            report("d1", onAnswers, ms + i);
        }
    }

    private void report(String node, int running, long ms) {
        NodeReading told =
                Samples.reading(
                        node, NodeReading.Health.HEALTHY, "", Samples.reachable(node, running));
        assertTrue(router.report(node, Samples.observed(told, at(ms)), at(ms)));
    }

    @Test
    void a_router_that_begins_anew_finds_the_work_of_both_halves() {
        join(EngineRole.PREFILL, "a", "p1");
        join(EngineRole.DECODE, "a", "d1");
        for (int i = 0; i < 5; i++) {
            place(request("r" + i, 4_000));
        }
        for (int i = 0; i < 3; i++) {
            tell(new Attempt("r" + i, 1), "p1", new Observed.Prefilled(4_000, 0), 100);
        }
        router = fresh();
        join(EngineRole.PREFILL, "a", "p1");
        join(EngineRole.DECODE, "a", "d1");
        report(2, 3, 1_000);
        assertEquals(2, work("p1").sequences());
        assertEquals(3, work("d1").sequences());
        place(request("new", 4_000));
        report(3, 3, 2_000);
        assertEquals(3, work("p1").sequences(), "the new prompt and two that nobody here placed");
        assertEquals(
                4, work("d1").sequences(), "the new one is not there yet, and not one of three");
        tell(new Attempt("r3", 1), "p1", new Observed.Prefilled(4_000, 0), 2_100);
        tell(new Attempt("r0", 1), "d1", new Observed.Finished(10), 2_100);
        tell(new Attempt("new", 1), "p1", new Observed.Prefilled(4_000, 0), 2_100);
        report(1, 4, 3_000);
        assertEquals(1, work("p1").sequences());
        assertEquals(4, work("d1").sequences());
        tell(new Attempt("new", 1), "d1", new Observed.Finished(10), 3_100);
        report(0, 0, 4_000);
        assertEquals(0, work("p1").sequences() + work("d1").sequences());
        assertEquals(0, work("p1").contextTokens() + work("d1").contextTokens());
        assertEquals(0, router.inFlight());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void whatever_ends_first_both_books_close(int way) {
        join(EngineRole.PREFILL, "a", "p1");
        join(EngineRole.DECODE, "a", "d1");
        place(request("r", 4_000));
        Attempt attempt = new Attempt("r", 1);
        switch (way) {
            case 0 -> tell(attempt, "d1", new Observed.Aborted(), 2);
            case 1 -> tell(attempt, "d1", new Observed.FirstToken(), 2);
            case 2 -> tell(attempt, "d1", new Observed.Failed("x", 0), 2);
            case 3 -> tell(attempt, "p1", new Observed.Failed("x", 0), 2);
            case 4 -> tell(attempt, "p1", new Observed.Prefilled(0, 0), 2);
            default -> tell(attempt, "d1", new Observed.Finished(10), 2);
        }
        tell(attempt, "p1", new Observed.Prefilled(4_000, 0), 3);
        tell(attempt, "d1", new Observed.Finished(10), 4);
        report(1, 1, 5);
        for (String node : Set.of("p1", "d1")) {
            EngineWork work = work(node);
            assertEquals(1, work.sequences(), "somebody else's");
            assertEquals(0, work.inFlight() + work.prefillTokens() + work.contextTokens());
        }
    }
}
