// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.simulate.plan.PlannedFleet.Outcome;

import org.junit.jupiter.api.Test;

class PlannedFleetTest {
    private static Outcome outcome(String yaml, String deployment) {
        var plan = assertInstanceOf(PlanReading.Understood.class, PlanReader.read(yaml)).plan();
        var model = plan.models().stream().filter(m -> m.id().equals(deployment)).findFirst();
        return new PlannedFleet(plan, model.orElseThrow()).outcome();
    }

    private static Outcome.None refused(String yaml, String deployment) {
        return assertInstanceOf(Outcome.None.class, outcome(yaml, deployment));
    }

    private static Outcome.None refused(String yaml) {
        return refused(yaml, "chat-small");
    }

    @Test
    void hasTheEnginesThatThePlanCounts() {
        var planned = outcome(SamplePlan.text(), "chat-small");
        var fleet = assertInstanceOf(Outcome.Fleet.class, planned, planned::toString).fleet();
        assertEquals(16, fleet.everyEngine().size());
        assertEquals(16, fleet.gpus());
    }

    @Test
    void refusesMoreEnginesThanFit() {
        Outcome.None refused = refused(SamplePlan.text().replace("engines: 16", "engines: 33"));
        assertEquals("models.chat-small: 33 engines are planned where 16 fit", refused.problem());
    }

    @Test
    void givesNoModelTheGpusOfAnother() {
        // Four nodes of 8, of which the other model's 4 engines have 16 GPUs.
        Outcome.None refused = refused(SamplePlan.text().replace("engines: 16", "engines: 17"));
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
                "models.chat-small: 3 engines are planned where 2 fit", refused(yaml).problem());
    }

    @Test
    void freeGpusThatLieApartAreNoPlaceForAnEngine() {
        // Four engines of 5 leave 3 GPUs on each of four nodes: 12, and none of 4 in one place.
        String yaml =
                SamplePlan.text()
                        .replace("model: llama-3.1-8b", "model: qwen3-14b")
                        .replace("tensor-parallel: 1\n", "tensor-parallel: 5\n")
                        .replace("engines: 16", "engines: 4");
        Outcome.None refused = refused(yaml, "chat-large");
        assertEquals("models.chat-large: 4 engines are planned where 0 fit", refused.problem());
    }

    @Test
    void asksForCountsWhereModelsShareNodes() {
        Outcome.None refused =
                refused(SamplePlan.text().replace("engines: 16", "max-running: 256"));
        assertTrue(refused.fix().contains("serving.engines"), refused::toString);
    }
}
