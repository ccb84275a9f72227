// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import io.wattmill.twin.plan.FacilityPlan;

import java.util.List;
import java.util.stream.Stream;

/** One rule: one result for each thing in the plan that it applies to. Pure and stateless. */
public interface Rule {
    /** Stable dotted name, for example {@code power.breaker.continuous}. */
    String id();

    /** What holds where it passes, in one sentence. */
    String demand();

    /** Where the rule comes from. */
    String source();

    /**
     * A result per subject, in plan order; none when the plan holds nothing that the rule is about.
     */
    List<RuleResult> check(CheckedPlan checked);

    /** The same, of a plan that no other rule is asked about. */
    default List<RuleResult> check(FacilityPlan plan) {
        return check(new CheckedPlan(plan));
    }

    /** Findings with the name of this rule put to them. */
    default List<RuleResult> results(Stream<Finding> findings) {
        return findings.map(
                        f -> new RuleResult(id(), f.subject(), f.verdict(), f.inputs(), source()))
                .toList();
    }
}
