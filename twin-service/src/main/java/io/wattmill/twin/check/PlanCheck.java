// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.check;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.rule.RuleBook;

import java.util.List;

/** Checks plans. Stateless; safe from any thread. */
public final class PlanCheck {
    private PlanCheck() {}

    /** What every rule says about the plan in this YAML text, or why it is no plan. */
    public static PlanReport check(String yaml) {
        return of(PlanReader.read(yaml));
    }

    /** What every rule says about the plan that was read, or why there is none. */
    public static PlanReport of(PlanReading reading) {
        return switch (reading) {
            case PlanReading.Refused(List<PlanProblem> problems) ->
                    new PlanReport.Unreadable(problems);
            case PlanReading.Understood(FacilityPlan plan) ->
                    new PlanReport.Checked(plan.site(), RuleBook.check(plan));
        };
    }
}
