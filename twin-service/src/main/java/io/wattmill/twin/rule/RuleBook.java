// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import io.wattmill.twin.plan.FacilityPlan;

import java.util.List;

/** Every rule there is, in the order of reports: the building from the feed on, then models. */
public final class RuleBook {
    private static final List<Rule> RULES =
            List.of(
                    new BreakerContinuousLoad(),
                    new RackPower(),
                    new LossOfOneUnit(),
                    new CoolantFlow(),
                    new FloorLoad(),
                    new EnergyGiven(),
                    new PueBounds(),
                    new WeightsFit(),
                    new KvCacheFit(),
                    new TensorParallelDivides());

    private RuleBook() {}

    /** The rules. */
    public static List<Rule> rules() {
        return RULES;
    }

    /** What all rules say about a plan. */
    public static List<RuleResult> check(FacilityPlan plan) {
        return RULES.stream().flatMap(rule -> rule.check(plan).stream()).toList();
    }
}
