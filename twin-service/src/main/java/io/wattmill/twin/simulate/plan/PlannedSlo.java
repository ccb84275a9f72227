// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import io.wattmill.twin.plan.serving.Objective;
import io.wattmill.twin.replay.report.Slo;

import java.util.List;

/** Objectives of a plan as limits of single requests. */
public final class PlannedSlo {
    private static final long US_PER_MS = 1_000;

    private PlannedSlo() {}

    /** The limits of one objective, whatever share of the requests has to keep them. */
    public static Slo of(Objective objective) {
        return new Slo(
                objective.ttftMs().value() * US_PER_MS,
                objective.tpotMs().value() * US_PER_MS,
                objective.e2eMs().stream().map(ms -> ms * US_PER_MS).findFirst().orElse(Slo.ANY));
    }

    /** What a request keeps that meets all of them; at least one. */
    public static Slo all(List<Objective> objectives) {
        return objectives.stream().map(PlannedSlo::of).reduce(Slo::and).orElseThrow();
    }
}
