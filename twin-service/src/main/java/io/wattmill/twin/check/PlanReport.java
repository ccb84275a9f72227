// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.check;

import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.Verdict;

import java.util.List;

/** What a plan check found. */
public sealed interface PlanReport {

    /** Whether the text is a plan and no rule fails. */
    boolean passes();

    /**
     * The text is no plan.
     *
     * @param problems everything that is wrong with it
     */
    record Unreadable(List<PlanProblem> problems) implements PlanReport {
        @Override
        public boolean passes() {
            return false;
        }
    }

    /**
     * The plan was checked.
     *
     * @param site name of the site
     * @param results by rule, then by plan order
     */
    record Checked(String site, List<RuleResult> results) implements PlanReport {
        @Override
        public boolean passes() {
            return count(Verdict.Fail.class) == 0;
        }

        /** Results with such a verdict. */
        public long count(Class<? extends Verdict> kind) {
            return results.stream().filter(result -> kind.isInstance(result.verdict())).count();
        }
    }
}
