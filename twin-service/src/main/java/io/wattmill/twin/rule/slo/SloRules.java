// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.slo;

import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleSet;

import java.util.List;
import java.util.stream.Stream;

/** Whether service levels can be met at all. */
public final class SloRules implements RuleSet {
    private static final List<Rule> RULES =
            Stream.of(Floors.rules(), LittlesLaw.rules()).<Rule>flatMap(rules -> rules).toList();

    @Override
    public List<Rule> rules() {
        return RULES;
    }
}
