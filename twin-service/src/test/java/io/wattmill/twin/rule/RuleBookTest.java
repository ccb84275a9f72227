// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Breaker;
import io.wattmill.twin.plan.power.Breaker.Supply;
import io.wattmill.twin.plan.power.Feed;
import io.wattmill.twin.plan.power.Power;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.rule.model.KvCacheFit;
import io.wattmill.twin.rule.model.TensorParallelDivides;
import io.wattmill.twin.rule.model.WeightsFit;
import io.wattmill.twin.rule.power.BreakerContinuousLoad;
import io.wattmill.twin.rule.power.RackPower;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

class RuleBookTest {
    private static final ModelDeployment LARGE = deployment("llama-3.1-70b", 4, 48);

    private static ModelDeployment deployment(String model, int tp, int concurrency) {
        return new ModelDeployment(
                "chat", model, "node", tp, OptionalInt.of(concurrency), 4_096, 512, 900_000);
    }

    private static FacilityPlan plan(
            Breaker breaker,
            OptionalLong rackWatts,
            int nodes,
            OptionalLong nodeWatts,
            ModelDeployment model) {
        return new FacilityPlan(
                "site",
                new Power(List.of(new Feed("feed", 1_000_000), breaker)),
                List.of(
                        new Rack(
                                "rack",
                                List.of("q"),
                                rackWatts,
                                List.of(new NodeGroup("node", nodes)))),
                Map.of("node", new NodeType("node", "h100-sxm", 8, nodeWatts)),
                List.of(model));
    }

    private static FacilityPlan power(long amps, long rackWatts, int nodes, long nodeWatts) {
        var breaker = new Breaker("q", "feed", Supply.SINGLE_PHASE, 230, amps, 1_000_000);
        return plan(breaker, OptionalLong.of(rackWatts), nodes, OptionalLong.of(nodeWatts), LARGE);
    }

    private static FacilityPlan serving(ModelDeployment model) {
        var breaker = new Breaker("q", "feed", Supply.THREE_PHASE, 415, 100, 950_000);
        return plan(breaker, OptionalLong.of(50_000), 4, OptionalLong.of(10_200), model);
    }

    private static Verdict verdict(Rule rule, FacilityPlan plan) {
        var results = rule.check(plan);
        assertEquals(1, results.size());
        assertTrue(!results.getFirst().source().isBlank());
        return results.getFirst().verdict();
    }

    @Property
    void aBreakerCarriesEightyPercentAndNotAWattMore(
            @ForAll @LongRange(min = 1, max = 2_000) long amps,
            @ForAll @LongRange(min = 1, max = 1_000_000) long watts) {
        var verdict = verdict(new BreakerContinuousLoad(), power(amps, 1_000_000, 1, watts));
        boolean fits = 10 * watts <= 8 * 230 * amps;
        assertEquals(fits, !(verdict instanceof Verdict.Fail));
    }

    @Test
    void threePhasesCarryRootThreeTimesLineVoltage() {
        var breaker = new Breaker("q", "feed", Supply.THREE_PHASE, 415, 63, 950_000);
        // sqrt(3) * 415 V * 63 A * 0.95 = 43,020 W
        assertEquals(43_020, breaker.ratedWatts());
    }

    @Test
    void aBreakerThatIsTooSmallNamesTheOneThatWouldDo() {
        var fail =
                assertInstanceOf(
                        Verdict.Fail.class,
                        verdict(new BreakerContinuousLoad(), power(40, 20_000, 1, 8_000)));
        // 8,000 W / (230 V * 0.8) = 43.5 A
        assertTrue(fail.fix().contains("44 A"), fail::fix);
        assertTrue(fail.measure().marginPermille().orElseThrow() < 0);
    }

    @Property
    void aRackTakesItsRatingAndNotAWattMore(
            @ForAll @LongRange(min = 1_000, max = 200_000) long rated,
            @ForAll @IntRange(min = 1, max = 20) int nodes,
            @ForAll @LongRange(min = 1, max = 20_000) long each) {
        var verdict = verdict(new RackPower(), power(100, rated, nodes, each));
        assertEquals(nodes * each <= rated, !(verdict instanceof Verdict.Fail));
    }

    @Test
    void littleRoomIsAWarning() {
        assertInstanceOf(
                Verdict.Warn.class, verdict(new RackPower(), power(100, 10_000, 1, 9_800)));
        assertInstanceOf(
                Verdict.Pass.class, verdict(new RackPower(), power(100, 10_000, 1, 9_700)));
    }

    @Test
    void withoutAPowerOrARatingTheyCannotSayAndSayWhatToAdd() {
        var breaker = new Breaker("q", "feed", Supply.SINGLE_PHASE, 230, 16, 950_000);
        var noPower = plan(breaker, OptionalLong.of(9), 1, OptionalLong.empty(), LARGE);
        for (var rule : List.of(new BreakerContinuousLoad(), new RackPower())) {
            var cannotSay = assertInstanceOf(Verdict.CannotSay.class, verdict(rule, noPower));
            assertTrue(cannotSay.fix().contains("max-kw"), cannotSay::fix);
        }
        var noRating = plan(breaker, OptionalLong.empty(), 1, OptionalLong.of(9), LARGE);
        var cannotSay =
                assertInstanceOf(Verdict.CannotSay.class, verdict(new RackPower(), noRating));
        assertTrue(cannotSay.fix().contains("rated-kw"), cannotSay::fix);
    }

    @Test
    void weightsFitExactlyWhereTheEngineModelHasRoomForKv() {
        for (var model : Models.all()) {
            for (int tp : new int[] {1, 2, 4, 8}) {
                var engine = new EngineModel(model, Gpus.H100_SXM, tp);
                var verdict = verdict(new WeightsFit(), serving(deployment(model.name(), tp, 1)));
                assertEquals(engine.kvCapacityTokens() > 0, !(verdict instanceof Verdict.Fail));
            }
        }
    }

    @Test
    void seventyBillionWeightsDoNotFitOneGpuAndTheFixSaysHowManyDo() {
        var fail =
                assertInstanceOf(
                        Verdict.Fail.class,
                        verdict(new WeightsFit(), serving(deployment("llama-3.1-70b", 1, 1))));
        assertTrue(fail.fix().contains("tensor-parallel of 2 or more"), fail::fix);
    }

    @Test
    void kvCapacityIsThatOfTheEngineModel() {
        var engine = new EngineModel(Models.LLAMA_3_1_70B, Gpus.H100_SXM, 4);
        var pass = assertInstanceOf(Verdict.Pass.class, verdict(new KvCacheFit(), serving(LARGE)));
        assertTrue(Math.abs(engine.kvCapacityTokens() - pass.measure().limit()) <= 4);
        assertEquals(48 * 4_608, pass.measure().value());
    }

    @Property
    void kvFitsAtFullLengthOrOnAverageOrNot(@ForAll @IntRange(min = 1, max = 2_000) int requests) {
        var verdict = verdict(new KvCacheFit(), serving(deployment("llama-3.1-70b", 4, requests)));
        long capacity = new EngineModel(Models.LLAMA_3_1_70B, Gpus.H100_SXM, 4).kvCapacityTokens();
        switch (verdict) {
            case Verdict.Pass _ -> assertTrue(requests * 4_608L <= capacity);
            case Verdict.Warn _ -> assertTrue(requests * 4_352L <= capacity);
            case Verdict.Fail _ -> assertTrue(requests * 4_352L > capacity);
            case Verdict.CannotSay _ -> throw new AssertionError("it has all it needs");
        }
    }

    @Test
    void tensorParallelMustDivideHeadsAndFitTheNode() {
        var rule = new TensorParallelDivides();
        assertInstanceOf(
                Verdict.Pass.class, verdict(rule, serving(deployment("llama-3.1-8b", 8, 1))));
        var three =
                assertInstanceOf(
                        Verdict.Fail.class,
                        verdict(rule, serving(deployment("llama-3.1-8b", 3, 1))));
        assertTrue(three.fix().contains("[1, 2, 4, 8]"), three::fix);
        assertInstanceOf(
                Verdict.Fail.class, verdict(rule, serving(deployment("llama-3.1-8b", 16, 1))));
    }

    @Test
    void unknownModelsCannotBeJudged() {
        for (var rule : List.of(new WeightsFit(), new KvCacheFit(), new TensorParallelDivides())) {
            var verdict = verdict(rule, serving(deployment("unheard-of-9b", 1, 1)));
            assertTrue(
                    assertInstanceOf(Verdict.CannotSay.class, verdict)
                            .fix()
                            .contains("llama-3.1-8b"));
        }
    }
}
