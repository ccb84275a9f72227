// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.rule.cooling.CoolingRules;
import io.wattmill.twin.rule.energy.EnergyRules;
import io.wattmill.twin.rule.floor.FloorRules;
import io.wattmill.twin.rule.model.ModelRules;
import io.wattmill.twin.rule.network.NetworkRules;
import io.wattmill.twin.rule.power.PowerRules;
import io.wattmill.twin.rule.slo.SloRules;
import io.wattmill.twin.rule.upkeep.UpkeepRules;

import java.util.List;

/** Every rule there is, in the order of reports: the building from the feed on, then models. */
public final class RuleBook {
    private static final List<RuleSet> SETS =
            List.of(
                    new PowerRules(),
                    new CoolingRules(),
                    new FloorRules(),
                    new NetworkRules(),
                    new ModelRules(),
                    new SloRules(),
                    new UpkeepRules(),
                    new EnergyRules());

    private static final List<Rule> RULES =
            SETS.stream().flatMap(set -> set.rules().stream()).toList();

    private RuleBook() {}

    /** The parts of the book. */
    public static List<RuleSet> sets() {
        return SETS;
    }

    /** The rules. */
    public static List<Rule> rules() {
        return RULES;
    }

    /** What all rules say about a plan. */
    public static List<RuleResult> check(FacilityPlan plan) {
        var checked = new CheckedPlan(plan);
        return RULES.stream().flatMap(rule -> rule.check(checked).stream()).toList();
    }
}
