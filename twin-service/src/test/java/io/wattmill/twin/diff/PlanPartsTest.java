// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wattmill.twin.diff.Answerer.Answered;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class PlanPartsTest {

    private static FacilityPlan plan(String yaml) {
        var reading = PlanReader.read(yaml);
        return assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
    }

    private static Answered gpusAndPlaces(FacilityPlan plan) {
        double gpus =
                plan.racks().stream()
                        .flatMap(rack -> rack.nodes().stream())
                        .mapToDouble(
                                each -> each.count() * (double) plan.nodeType(each.type()).gpus())
                        .sum();
        double eighths = plan.models().stream().filter(m -> m.model().endsWith("-fp8")).count();
        double group = plan.models().stream().mapToInt(m -> m.tensorParallel()).sum();
        return new Answered.Of(new TreeMap<>(Map.of("gpus", gpus, "fp8", eighths, "group", group)));
    }

    @Test
    void eachPartIsFoundAndAttributedByItself() {
        var a = plan(SamplePlan.text());
        var b =
                plan(
                        SamplePlan.text()
                                .replaceFirst("count: 4", "count: 3")
                                .replaceFirst(
                                        "model: llama-3.1-70b *(#.*)?\n",
                                        "model: llama-3.1-70b-fp8\n")
                                .replaceFirst("tensor(-parallel)?: 4", "tensor$1: 8"));
        var found =
                assertInstanceOf(
                        Difference.Attributed.class,
                        PlanDiff.of(a, b, PlanParts.all(), PlanPartsTest::gpusAndPlaces));
        assertEquals(
                List.of(
                        "GPU and node types, racks",
                        "precision",
                        "parallelism and engine settings"),
                found.parts());
        assertEquals(new BigDecimal("-8"), share(found, "gpus", 0));
        assertEquals(BigDecimal.ONE, share(found, "fp8", 1));
        assertEquals(BigDecimal.ZERO, share(found, "fp8", 2));
        assertEquals(new BigDecimal("4"), share(found, "group", 2));
    }

    @Test
    void allPartsTogetherAreThePlan() {
        var a = plan(SamplePlan.text());
        var mixed = new FacilityPlan("elsewhere", a.power(), List.of(), Map.of(), List.of());
        for (var part : PlanParts.all()) {
            mixed = part.exchanged().apply(mixed, a);
        }
        assertEquals(a, mixed);
    }

    private static BigDecimal share(Difference.Attributed found, String metric, int part) {
        return found.attributions().stream()
                .filter(each -> each.metric().equals(metric))
                .findFirst()
                .orElseThrow()
                .averaged()
                .get(part)
                .adds();
    }
}
