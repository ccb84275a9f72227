// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A rule like {@link StatedRule}, about what is derived of a plan once for several rules.
 *
 * @param id stable dotted name
 * @param demand what holds where it passes
 * @param source where the rule comes from
 * @param findings what it says about each thing that it applies to
 */
public record DerivedRule(
        String id, String demand, String source, Function<CheckedPlan, Stream<Finding>> findings)
        implements Rule {

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        return results(findings.apply(checked));
    }
}
