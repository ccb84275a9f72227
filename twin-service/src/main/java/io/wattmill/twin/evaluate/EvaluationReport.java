// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import java.util.List;

/**
 * Policies side by side.
 *
 * @param trace its name
 * @param question what was asked
 * @param load share of the capacity
 * @param windowSeconds over which joules and tokens are counted, mean over the seeds
 * @param requests of each seed
 * @param policies those that were run to their end
 */
public record EvaluationReport(
        String trace,
        Question question,
        Capacity capacity,
        double load,
        double windowSeconds,
        int requests,
        List<PolicyFigures> policies) {
    /** Copies its list. */
    public EvaluationReport {
        policies = List.copyOf(policies);
    }

    /** Whether every policy was run to its end. */
    public boolean whole() {
        return policies.size() == question.policies().size();
    }
}
