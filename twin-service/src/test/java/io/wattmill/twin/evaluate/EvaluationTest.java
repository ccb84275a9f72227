// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.Slo;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.place.RouterSettings.Answers;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.TraceShape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

class EvaluationTest {
    private static final Slo SLO = new Slo(2_000_000_000L, 50_000_000L);
    private static final TraceShape SHAPE =
            new TraceShape(
                    20,
                    new LengthShape(600, 0.8, 20, 4_000),
                    new LengthShape(200, 0.8, 1, 2_000),
                    0.4,
                    20,
                    new LengthShape(60, 0.6, 2, 300),
                    0.2,
                    10);
    private static final double BUSY = 5;
    private static final Trace TRACE = GeneratedTrace.of(5, 600, SHAPE);

    private static FleetSpec fleet(int nodes) {
        return new FleetSpec(
                List.of(new EngineGroup(nodes, Gpus.H100_SXM, Models.LLAMA_3_1_8B, 1)));
    }

    private static Question question(List<PlacementMode> policies, Answers answers, int threads) {
        return new Question(
                fleet(3),
                policies,
                SLO,
                List.of(1L, 2L),
                300,
                answers,
                new Watts(Watts.CATALOGUE_IDLE, 0),
                Prices.USUAL,
                threads);
    }

    private static Evaluation evaluation(Question question, RunControl control) {
        return new Evaluation(question, _ -> TRACE, () -> 0, control);
    }

    private static EvaluationReport report(Answers answers, int threads) {
        return report(answers, threads, 0.5);
    }

    private static EvaluationReport report(Answers answers, int threads, double load) {
        var policies = List.of(PlacementMode.ROUND_ROBIN, PlacementMode.BALANCED);
        var evaluation = evaluation(question(policies, answers, threads), new RunControl());
        return evaluation.at(load, evaluation.given(40));
    }

    @Test
    void theSameSeedsGiveTheSameFiguresOnAnyNumberOfThreads() {
        assertEquals(report(Answers.LEARNED, 1).policies(), report(Answers.LEARNED, 3).policies());
        for (PolicyFigures policy : report(Answers.LEARNED, 1).policies()) {
            var seeds = policy.bySeed();
            assertNotEquals(
                    seeds.get(0).joulesPerOutputToken(), seeds.get(1).joulesPerOutputToken());
        }
    }

    @Test
    void whatTheRouterIsToldOfAnswersMatters() {
        var learned = report(Answers.LEARNED, 1, BUSY).policies();
        var bounded = report(Answers.BOUNDED, 1, BUSY).policies();
        assertNotEquals(learned.getLast(), bounded.getLast());
        assertEquals(learned.getFirst(), bounded.getFirst(), "round robin does not care");
    }

    @ParameterizedTest
    @EnumSource(PlacementMode.class)
    void everyTokenIsComputedOrFoundOnce(PlacementMode policy) {
        var run = new Run(fleet(3), SLO, Answers.LEARNED, () -> 0);
        RunFigures figures = run.of(policy, 1, TRACE, Watch.NONE);
        long prompts = sum(TRACE, true);
        assertEquals(TRACE.requests().size(), figures.ttftMs().length, "answered");
        assertEquals(prompts, figures.promptTokens());
        assertEquals(
                prompts + sum(TRACE, false),
                figures.nodeTokens().stream().mapToLong(Long::longValue).sum()
                        + figures.cachedTokens());
        assertTrue(figures.energy().outputTokens() <= sum(TRACE, false));
        assertEquals(TRACE.requests().size(), figures.decisionNanos().length);
    }

    private static long sum(Trace trace, boolean prompts) {
        return trace.requests().stream()
                .mapToLong(one -> prompts ? one.inputTokens() : one.outputTokens())
                .sum();
    }

    /** Prompts that meet nobody: the engine model's own times and powers. */
    @Test
    void aLonelyPromptTakesWhatTheEngineModelSays() {
        List<TraceRequest> requests =
                IntStream.range(0, 11)
                        .mapToObj(
                                i ->
                                        new TraceRequest(
                                                i,
                                                i * 1_000_000L,
                                                1_000,
                                                1,
                                                BlockIds.consecutive(i * 10L, 2)))
                        .toList();
        var run = new Run(fleet(2), SLO, Answers.LEARNED, () -> 0);
        var figures =
                run.of(PlacementMode.ROUND_ROBIN, 1, new Trace("lonely", requests), Watch.NONE);
        var model = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
        double seconds = model.seconds(StepLoad.prefill(1_000, 0));
        for (double ttft : figures.ttftMs()) {
            assertEquals(seconds * 1e3, ttft, 0.01);
        }
        assertEquals(11, figures.good());
        assertEquals(10, figures.energy().seconds());
        assertEquals(10, figures.energy().outputTokens(), 1e-9, "the eleventh comes at its end");
        assertEquals(12.0 / 11, figures.imbalance(), 1e-9, "six there, five here");
        double idle = model.idlePowerMilliwatts() / 1e3 * (2 * 10 - 10 * seconds);
        assertEquals(idle, figures.energy().idleJoules(), 0.01 * idle);
        assertTrue(figures.energy().joules() > figures.energy().idleJoules());
    }

    @Test
    void theReportHasTheFieldsThatItPromises() throws Exception {
        JsonNode root =
                new JsonMapper().readTree(EvaluationJson.of(report(Answers.LEARNED, 1), "v"));
        assertEquals(2, root.path("policies").size());
        for (JsonNode policy : root.path("policies")) {
            for (String quantity : List.of("ttft_ms", "tpot_ms")) {
                assertTrue(policy.path(quantity).path("p50").isNumber(), policy::toString);
                assertTrue(
                        policy.at("/" + quantity + "/p90").asDouble()
                                <= policy.at("/" + quantity + "/p99").asDouble());
            }
            for (String share : List.of("goodput", "prefix_hit_share")) {
                double value = policy.path(share).asDouble(-1);
                assertTrue(value >= 0 && value <= 1, policy::toString);
            }
            assertTrue(policy.path("joules_per_output_token").asDouble() > 0);
            assertTrue(policy.path("usd_per_mtok").asDouble() > 0);
            assertTrue(policy.path("imbalance").asDouble() >= 1);
            assertEquals(new TreeSet<>(List.of("p50", "p99")), names(policy.path("decision_us")));
            assertEquals(2, policy.path("seeds").size());
            double less =
                    policy.at("/joules_per_output_token_under/0/joules_per_output_token")
                            .asDouble();
            assertTrue(less < policy.path("joules_per_output_token").asDouble(), "75 W of idling");
        }
        assertEquals("learned", root.at("/conditions/answers").asText());
    }

    private static TreeSet<String> names(JsonNode node) {
        TreeSet<String> names = new TreeSet<>();
        for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    @Test
    void aRunThatIsEndedTellsNoPolicyThatWasNotThrough() {
        var control = new RunControl();
        var evaluation =
                evaluation(
                        question(List.of(PlacementMode.ROUND_ROBIN), Answers.LEARNED, 1), control);
        control.cancel();
        assertThrows(Evaluation.Cancelled.class, evaluation::capacity);
        assertTrue(evaluation.at(0.5, evaluation.given(40)).policies().isEmpty());
    }

    @Test
    void moreNodesHaveMoreCapacity() {
        double[] rates =
                IntStream.of(1, 3)
                        .mapToDouble(
                                nodes ->
                                        evaluation(
                                                        new Question(
                                                                fleet(nodes),
                                                                List.of(PlacementMode.RANDOM),
                                                                SLO,
                                                                List.of(1L),
                                                                600,
                                                                Answers.LEARNED,
                                                                new Watts(115, 0),
                                                                Prices.USUAL,
                                                                1),
                                                        new RunControl())
                                                .capacity()
                                                .requestsPerSecond())
                        .toArray();
        assertTrue(rates[1] > 1.5 * rates[0], () -> rates[0] + " " + rates[1]);
    }
}
