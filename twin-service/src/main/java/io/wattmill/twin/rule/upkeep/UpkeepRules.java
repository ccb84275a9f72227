// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.upkeep;

import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleSet;

import java.util.List;
import java.util.stream.Stream;

/** How things fail, and what lies ready. */
public final class UpkeepRules implements RuleSet {
    private static final List<Rule> RULES =
            Stream.of(Promises.rules(), SpareParts.rules()).<Rule>flatMap(rules -> rules).toList();

    @Override
    public List<Rule> rules() {
        return RULES;
    }
}
