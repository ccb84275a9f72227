// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.rule.model.ServedModel;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Engines of both pools count, and those of other models on the same nodes. */
class CountedEnginesTest {

    private static PlanReading.Understood plan(String from, String to) {
        String text = SamplePlan.text();
        String changed = text.replace(from, to);
        assertTrue(!changed.equals(text), "no " + from);
        return assertInstanceOf(PlanReading.Understood.class, PlanReader.read(changed));
    }

    private static List<RuleResult> gpus(PlanReading.Understood read) {
        return RuleBook.rules().stream()
                .filter(each -> each.id().equals("model.gpus"))
                .flatMap(each -> each.check(read.plan()).stream())
                .toList();
    }

    private static long engines(PlanReading.Understood read, String id) {
        return ServedModel.known(read.plan())
                .filter(served -> served.deployment().id().equals(id))
                .mapToLong(served -> served.engines(read.plan()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void poolsAreEngines() {
        // Beside 4 engines of 4 GPUs there are 16 of 32 GPUs left.
        var fits = plan("engines: 16", "pools: {prefill: 6, decode: 10}");
        assertEquals(16, engines(fits, "chat-small"));
        assertInstanceOf(Verdict.Pass.class, gpus(fits).getFirst().verdict());
        var tooMany = plan("engines: 16", "pools: {prefill: 7, decode: 10}");
        assertInstanceOf(Verdict.Fail.class, gpus(tooMany).getFirst().verdict());
    }

    @Test
    void aModelThatTakesTheRestHasWhatOthersLeave() {
        var rest = plan("engines: 16", "max-running: 256");
        assertEquals(16, engines(rest, "chat-small"));
        assertEquals(4, engines(rest, "chat-large"));
    }
}
