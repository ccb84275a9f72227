// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.diff.Attribution;
import io.wattmill.twin.diff.Difference;
import io.wattmill.twin.diff.PlanDiff;
import io.wattmill.twin.diff.PlanParts;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.runs.RunAsked;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Money and failures are parts of a plan whose differences no simulation of a load would show. */
class ComparedPlansTest {
    private static final ComparedPlans ANSWERS =
            new ComparedPlans(
                    RunAsked.of(RunAsked.PLANNED, 1, 50, Optional.of("chat-small")),
                    TraceFiles.in(TraceFolder.NONE));

    @Test
    void financeCoolingAndFailuresGetTheirShares() {
        var found =
                attributed(
                        SamplePlan.text()
                                .replace("discount-percent: 8", "discount-percent: 12")
                                .replace("approach-k: 7", "approach-k: 12")
                                .replace("mttr-h: 24", "mttr-h: 240"));
        assertTrue(parts(found, "cost_per_year").contains("finance"));
        assertEquals(List.of("cooling"), parts(found, "pue"));
        assertTrue(parts(found, "availability").contains("failures and spares"));
        assertEquals(List.of(), parts(found, "output_tokens_per_s"));
    }

    /** Those that change the metric. */
    private static List<String> parts(Map<String, Attribution> found, String metric) {
        return Objects.requireNonNull(found.get(metric), metric).inOrder().stream()
                .filter(share -> share.adds().signum() != 0)
                .flatMap(share -> share.parts().stream())
                .toList();
    }

    private static Map<String, Attribution> attributed(String other) {
        var found = PlanDiff.of(plan(SamplePlan.text()), plan(other), PlanParts.all(), ANSWERS);
        return assertInstanceOf(Difference.Attributed.class, found).attributions().stream()
                .collect(Collectors.toMap(Attribution::metric, Function.identity()));
    }

    private static FacilityPlan plan(String yaml) {
        return assertInstanceOf(PlanReading.Understood.class, PlanReader.read(yaml)).plan();
    }
}
