// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import java.util.List;

/**
 * What one rule says about one thing.
 *
 * @param rule id of the rule
 * @param subject id of the thing in the plan, for example a rack
 * @param verdict what it says
 * @param inputs the figures that went in, in the order of the reasoning
 * @param source where the rule comes from
 */
public record RuleResult(
        String rule, String subject, Verdict verdict, List<Input> inputs, String source) {

    /** Copies its inputs. */
    public RuleResult {
        inputs = List.copyOf(inputs);
    }

    /**
     * One figure that went into a verdict.
     *
     * @param name what it is
     * @param quantity the figure with its unit
     */
    public record Input(String name, Quantity quantity) {}
}
