// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import io.wattmill.twin.plan.FacilityPlan;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A rule that is a function with a name.
 *
 * @param id stable dotted name
 * @param demand what holds where it passes
 * @param source where the rule comes from
 * @param findings what it says about each thing that it applies to
 */
public record StatedRule(
        String id, String demand, String source, Function<FacilityPlan, Stream<Finding>> findings)
        implements Rule {

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        return results(findings.apply(checked.plan()));
    }
}
