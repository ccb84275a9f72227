// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.energy;

import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.Margins;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.Quantity;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.RuleResult.Input;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.Verdict;

import java.util.List;
import java.util.OptionalLong;

/**
 * The planned power usage effectiveness is one that a site can have: at least 1, at most 2, and not
 * better than what the best sites tell of themselves without a second look.
 */
public final class PueBounds implements Rule {
    private static final long LEAST = 1_000_000;
    private static final long BEST_SEEN = 1_020_000;
    private static final long HIGHEST = 2_000_000;

    @Override
    public String id() {
        return "energy.pue";
    }

    @Override
    public String demand() {
        return "The planned PUE is one that a site can have.";
    }

    @Override
    public String source() {
        return "PUE >= 1 by definition; liquid new-builds 1.02 to 1.20, Uptime 2021 average 1.57";
    }

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        var plan = checked.plan();
        return List.of(check(plan.site(), plan.energy().puePpm()));
    }

    private RuleResult check(String site, OptionalLong pue) {
        if (pue.isEmpty()) {
            var verdict =
                    new Verdict.CannotSay(
                            "the PUE is not given", "give energy.pue, for example 1.2");
            return new RuleResult(id(), site, verdict, List.of(), source());
        }
        long ppm = pue.getAsLong();
        var inputs = List.of(new Input("PUE", new Quantity(ppm, Unit.RATIO)));
        return new RuleResult(id(), site, verdict(ppm), inputs, source());
    }

    private static Verdict verdict(long pue) {
        var text = "a PUE of " + new Quantity(pue, Unit.RATIO).text();
        if (pue < LEAST) {
            return new Verdict.Fail(
                    text + " means a site that uses less than its IT",
                    new Measure(LEAST, pue, Unit.RATIO),
                    "give site energy over IT energy, 1.0 or more");
        }
        var measure = new Measure(pue, HIGHEST, Unit.RATIO);
        if (pue < BEST_SEEN) {
            return new Verdict.Warn(
                    text + " is better than the best sites tell",
                    measure,
                    "plan with 1.02 or more");
        }
        return Margins.verdict(measure, text, "cooling that takes less: 1.1 to 1.6 is usual");
    }
}
