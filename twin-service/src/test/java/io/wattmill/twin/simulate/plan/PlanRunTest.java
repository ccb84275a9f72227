// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.money.EnergySupply;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.plan.PlanRunResult.Ran;
import io.wattmill.twin.simulate.plan.PlanRunResult.Refused;
import io.wattmill.twin.simulate.report.Bottleneck;
import io.wattmill.twin.simulate.report.SitePrices;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class PlanRunTest {
    private static final Trace TRACE = GeneratedTrace.of(7, 600, TraceShape.conversation());
    private static final PlanRunOptions SMALL = PlanRunOptions.USUAL.of("chat-small");
    private static final SitePrices PRICES =
            new SitePrices(
                    "USD", new BigDecimal("0.08"), new BigDecimal("1.25"), new BigDecimal("2.10"));

    private static FacilityPlan plan(String yaml) {
        return assertInstanceOf(PlanReading.Understood.class, PlanReader.read(yaml)).plan();
    }

    private static Ran ran(String yaml, PlanRunOptions options) {
        return assertInstanceOf(Ran.class, PlanRun.run(plan(yaml), TRACE, options, Watch.NONE));
    }

    private static Refused refused(String yaml, PlanRunOptions options) {
        return assertInstanceOf(Refused.class, PlanRun.run(plan(yaml), TRACE, options, Watch.NONE));
    }

    @Test
    void runsTheSamplePlanAndSaysWhatBinds() {
        Ran ran = ran(SamplePlan.text(), SMALL.at(PRICES));
        System.out.println(PlanRunText.of(ran));
        assertEquals(600, ran.report().requests().completed());
        assertEquals(16, ran.use().engines());
        assertEquals("simulation", ran.report().label().kind());
        assertTrue(ran.report().energy().isPresent());
        assertTrue(ran.report().costPerMillionTokens().isPresent());
        assertTrue(PlanRunText.of(ran).contains("binds"));
    }

    @Test
    void costsEnergyTimesPueAndGpusByTheHour() {
        Ran ran = ran(SamplePlan.text(), SMALL.at(PRICES));
        double joules = ran.report().energy().orElseThrow().microjoules() / 1e6;
        double hours = ran.report().durationUs() / 3.6e9;
        double expected = joules / 3.6e6 * 1.25 * 0.08 + hours * 16 * 2.10;
        double cost = ran.report().cost().orElseThrow().amount().doubleValue();
        assertEquals(1, cost / expected, 1e-6);
    }

    @Test
    void takesThePriceOfEnergyAndThePueFromThePlan() {
        Ran ran = ran(SamplePlan.text(), SMALL);
        double joules = ran.report().energy().orElseThrow().microjoules() / 1e6;
        double cost = ran.report().cost().orElseThrow().amount().doubleValue();
        // Four hours of each of 261 weekdays cost 0.14, all others 0.085; a kW of peak 12 a month.
        double perKwh = 0.085 + (261 * 4 * (0.14 - 0.085) + 12 * 12) / 8_760;
        assertEquals(1, cost / (joules / 3.6e6 * 1.2 * perKwh), 1e-6);
    }

    @Test
    void paysByTheHourOfTheTariffAndForItsPeaks() {
        EnergySupply supply =
                new EnergySupply(
                        Optional.of("USD"),
                        List.of(100_000_000L),
                        List.of(),
                        OptionalLong.empty(),
                        new EnergySupply.Tariff(
                                Given.stated(new BigDecimal("14.60")),
                                EnergySupply.Tariff.WATER_PER_M3,
                                List.of(
                                        new EnergySupply.Period(
                                                0, 12, EnergySupply.Days.ALL, 40_000_000))));
        SitePrices prices = PlanPrices.of(supply).orElseThrow();
        assertEquals(0, prices.perKilowattHour().compareTo(new BigDecimal("0.09")));
        assertTrue(PlanPrices.of(EnergySupply.NOT_GIVEN).isEmpty());
    }

    @Test
    void saysThatPromptsBindWhereTooFewEnginesServe() {
        Ran ran = ran(SamplePlan.text().replace("engines: 16", "engines: 2"), SMALL);
        System.out.println(PlanRunText.of(ran));
        assertEquals(Bottleneck.Kind.PROMPT_COMPUTING, ran.binding().kind());
    }

    @Test
    void saysThatSlotsBindWhereFewMayRun() {
        String yaml = SamplePlan.text().replace("engines: 16", "engines: 4\n      max-running: 1");
        assertEquals(Bottleneck.Kind.BATCH_SLOTS, ran(yaml, SMALL).binding().kind());
    }

    @Test
    void asksWhichModelIsMeant() {
        Refused refused = refused(SamplePlan.text(), PlanRunOptions.USUAL);
        assertTrue(refused.fix().contains("chat-small"), refused::toString);
    }

    @Test
    void refusesMoreEnginesThanFit() {
        Refused refused = refused(SamplePlan.text().replace("engines: 16", "engines: 33"), SMALL);
        assertEquals("models.chat-small: 33 engines are planned where 16 fit", refused.problem());
    }

    @Test
    void givesNoModelTheGpusOfAnother() {
        // Four nodes of 8, of which the other model's 4 engines have 16 GPUs.
        Refused refused = refused(SamplePlan.text().replace("engines: 16", "engines: 17"), SMALL);
        assertEquals("models.chat-small: 17 engines are planned where 16 fit", refused.problem());
    }

    @Test
    void laysNoEngineAcrossNodesThatFitsInOne() {
        String yaml =
                SamplePlan.text()
                        .replace("model: llama-3.1-8b", "model: qwen3-14b")
                        .replace("tensor-parallel: 1\n", "tensor-parallel: 5\n")
                        .replace("engines: 16", "engines: 3");
        assertEquals(
                "models.chat-small: 3 engines are planned where 2 fit",
                refused(yaml, SMALL).problem());
    }

    @Test
    void freeGpusThatLieApartAreNoPlaceForAnEngine() {
        // Four engines of 5 leave 3 GPUs on each of four nodes: 12, and none of 4 in one place.
        String yaml =
                SamplePlan.text()
                        .replace("model: llama-3.1-8b", "model: qwen3-14b")
                        .replace("tensor-parallel: 1\n", "tensor-parallel: 5\n")
                        .replace("engines: 16", "engines: 4");
        Refused refused = refused(yaml, PlanRunOptions.USUAL.of("chat-large"));
        assertEquals("models.chat-large: 4 engines are planned where 0 fit", refused.problem());
    }

    @Test
    void asksForCountsWhereModelsShareNodes() {
        Refused refused =
                refused(SamplePlan.text().replace("engines: 16", "max-running: 256"), SMALL);
        assertTrue(refused.fix().contains("serving.engines"), refused::toString);
    }
}
