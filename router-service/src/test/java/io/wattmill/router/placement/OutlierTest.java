// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;
import static io.wattmill.router.fleet.Samples.idle;
import static io.wattmill.router.fleet.Samples.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.fleet.Ejection;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Misconduct;
import io.wattmill.router.fleet.NodeState;
import io.wattmill.router.fleet.OutlierRules;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.policy.LeastTtft;
import io.wattmill.router.prediction.RequestShape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Engines that do worse than others are left alone, and come back slowly. */
class OutlierTest {
    private static final RequestShape SHAPE = new RequestShape(1_000, 0, 100);
    private static final DispatchRules RULES =
            new DispatchRules(16, 10_000, 120_000_000_000L, 1_000, 7);

    private final Dispatcher router =
            new Dispatcher(new Fleet(Samples.rules()), new LeastTtft(20_000), RULES);
    private int requests;

    private void serve(int nodes, long ms) {
        for (int i = 1; i <= nodes; i++) {
            router.fleet().join(node("n" + i), at(ms));
        }
        report(nodes, ms);
    }

    private void report(int nodes, long ms) {
        for (int i = 1; i <= nodes; i++) {
            router.report("n" + i, Samples.observed(idle("n" + i), at(ms)), at(ms));
        }
    }

    private Engine engine(String node) {
        return router.fleet().engine(Samples.engine(node)).orElseThrow();
    }

    private Placement ask(long ms) {
        PlacementRequest request =
                new PlacementRequest(
                        new Attempt("r" + ++requests, 1),
                        Samples.MODEL,
                        "",
                        SHAPE,
                        100,
                        Set.of(),
                        Map.of());
        return router.place(request, at(ms));
    }

    private String place(long ms) {
        return assertInstanceOf(Placed.class, ask(ms)).node().id();
    }

    private void tell(Observed observed, long ms) {
        router.observe(new Attempt("r" + requests, 1), observed, at(ms).epochUs(), at(ms));
    }

    /** Requests come one at a time until n1 has failed this many. */
    private long failOnFirst(int times, long fromMs) {
        long ms = fromMs;
        for (int failed = 0; failed < times; ms += 1_000) {
            report(2, ms);
            boolean bad = place(ms).equals("n1");
            tell(bad ? new Observed.Failed("500", 500) : new Observed.Finished(1), ms + 1);
            failed += bad ? 1 : 0;
        }
        return ms;
    }

    @Test
    void ejectsAnEngineThatFailsFiveInARowAndTriesItWithOneRequest() {
        serve(2, 0);
        long ms = failOnFirst(5, 1_000);
        assertTrue(
                engine("n1").ejection().orElseThrow().reason().startsWith("5 failures in a row"));
        assertEquals(Map.of(Misconduct.Cause.FAILURES_IN_ROW, 1L), router.fleet().ejections());
        assertEquals(
                NodeState.DEGRADED, router.fleet().find("n1").orElseThrow().condition().state());
        report(2, ms);
        for (int i = 0; i < 20; i++) {
            assertEquals("n2", place(ms));
        }
        long open = ms + 5_000;
        report(2, open);
        assertEquals("n1", place(open), "half open, and idle");
        for (int i = 0; i < 20; i++) {
            assertEquals("n2", place(open), "one request tries it, no more");
        }
    }

    @Test
    void ejectsForTwiceAsLongWhenTheProbeFails() {
        serve(2, 0);
        long ms = failOnFirst(6, 1_000);
        assertTrue(engine("n1").ejection().orElseThrow().text().startsWith("ejected for 10 s"));
        assertEquals(1, router.fleet().ejections().get(Misconduct.Cause.PROBE_FAILED));
        assertTrue(ms > 10_000);
    }

    @Test
    void takesAnEngineBackThatAnswersAndLetsItGrow() {
        serve(2, 0);
        long open = failOnFirst(5, 1_000) + 5_000;
        report(2, open);
        while (!place(open).equals("n1")) {
            assertTrue(requests < 100, "n2 fills, n1 is to be tried");
        }
        tell(new Observed.Finished(1), open + 100);
        assertTrue(engine("n1").ejection().isEmpty());
        assertEquals(
                NodeState.SERVING, router.fleet().find("n1").orElseThrow().condition().state());
        assertEquals(0, router.fleet().sharePpm(engine("n1"), at(open + 100)));
        assertEquals(500_000, router.fleet().sharePpm(engine("n1"), at(open + 15_100)));
        assertEquals(1_000_000, router.fleet().sharePpm(engine("n1"), at(open + 30_100)));
    }

    @Test
    void neverEjectsTheOnlyEngineOfItsKind() {
        serve(1, 0);
        for (int i = 1; i <= 20; i++) {
            report(1, i * 3_000);
            assertEquals("n1", place(i * 3_000));
            tell(new Observed.Failed("500", 500), i * 3_000 + 1);
        }
        assertTrue(router.fleet().sparedEjections() > 0);
        assertEquals(Map.of(), router.fleet().ejections());
        assertTrue(engine("n1").ejection().isEmpty());
    }

    @Test
    void ejectsAnEngineThatAcceptsAndNeverAnswers() {
        serve(3, 0);
        String hung = place(0);
        for (long ms = 500; ms < 10_000; ms += 500) {
            report(3, ms);
            router.tick(at(ms));
            assertTrue(engine(hung).ejection().isEmpty());
        }
        report(3, 10_100);
        router.tick(at(10_100));
        assertEquals(
                "accepts requests, answers none", engine(hung).ejection().orElseThrow().reason());
        assertEquals(Map.of(Misconduct.Cause.NO_ANSWER, 1L), router.fleet().ejections());
    }

    @Test
    void ejectsAnEngineWhoseFirstTokensComeFarLaterThanItsPeers() {
        serve(4, 0);
        for (int i = 1; i <= 4; i++) {
            for (int answer = 0; answer < 20; answer++) {
                router.fleet().answered(Samples.engine("n" + i), i == 1 ? 6.5 : 1 + i / 10.0);
            }
        }
        router.tick(at(1_000));
        assertEquals(
                "first tokens 4.6 times as late as peers'",
                engine("n1").ejection().map(Ejection::reason).orElse(""));
        assertTrue(engine("n4").ejection().isEmpty());
    }

    @Test
    void failsOpenToTheOneThatWasEjectedLongestAgo() {
        OutlierRules all = new OutlierRules(1, 1, 4, 60_000_000_000L, 300_000_000_000L, 1, 1);
        Dispatcher open = new Dispatcher(new Fleet(Samples.rules(all)), new LeastTtft(0), RULES);
        for (int i = 1; i <= 3; i++) {
            open.fleet().join(node("n" + i), at(0));
            open.report("n" + i, idle("n" + i), at(0));
        }
        for (int i : new int[] {2, 3, 1}) {
            open.fleet().suspect(Samples.engine("n" + i), "500", at(i == 2 ? 100 : 100 + i * 10));
        }
        for (int i = 1; i <= 3; i++) {
            open.report("n" + i, idle("n" + i), at(1_000));
        }
        open.fleet().drain("n3", "operator", at(1_000));
        PlacementRequest request =
                new PlacementRequest(
                        new Attempt("r", 1), Samples.MODEL, "", SHAPE, 100, Set.of(), Map.of());
        Placed placed = assertInstanceOf(Placed.class, open.place(request, at(1_000)));
        assertEquals("n2", placed.node().id());
    }

    @Test
    void givesAnEngineThatComesLaterAGrowingShare() {
        serve(1, 0);
        for (long ms = 500; ms <= 40_000; ms += 500) {
            report(1, ms);
        }
        router.fleet().join(node("n2"), at(40_000));
        report(2, 40_000);
        int early = placedOnSecond(40_000, 40);
        report(2, 45_000);
        int later = placedOnSecond(45_000, 200);
        assertEquals(1, early);
        assertTrue(later > 10 && later <= 43, "1/6 of 256 sequences: " + later);
    }

    private int placedOnSecond(long ms, int asked) {
        int second = 0;
        for (int i = 0; i < asked; i++) {
            second += place(ms).equals("n2") ? 1 : 0;
        }
        return second;
    }

    @ParameterizedTest
    @CsvSource({"30, true", "300, false"})
    void ejectsForLatenessUnlessThereWasNoRoom(int each, boolean ejected) {
        serve(3, 0);
        List<String> nodes = IntStream.range(0, 3 * each).mapToObj(_ -> place(1_000)).toList();
        for (String late : List.of("n2", "n3", "n1")) {
            long ms = late.equals("n1") ? 41_000 : 2_000;
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i).equals(late)) {
                    Attempt attempt = new Attempt("r" + (i + 1), 1);
                    router.observe(attempt, new Observed.FirstToken(), at(ms).epochUs(), at(ms));
                }
            }
        }
        router.tick(at(42_000));
        assertEquals(ejected, engine("n1").ejection().isPresent());
        assertTrue(engine("n2").ejection().isEmpty());
    }

    @Test
    void doesNotHoldBackAFleetThatStartsTogether() {
        serve(4, 0);
        for (int i = 0; i < 100; i++) {
            ask(1_000);
        }
        assertEquals(25, router.slot(engine("n3")).forecast().work().inFlight());
    }
}
