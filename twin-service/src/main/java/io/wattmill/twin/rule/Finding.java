// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import io.wattmill.twin.rule.RuleResult.Input;

import java.util.List;

/**
 * What a rule says about one thing, before its name is put to it.
 *
 * @param subject id of the thing in the plan
 * @param verdict what the rule says
 * @param inputs the figures that went in
 */
public record Finding(String subject, Verdict verdict, List<Input> inputs) {
    /** Copies its inputs. */
    public Finding {
        inputs = List.copyOf(inputs);
    }
}
