// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.floor;

import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleSet;

import java.util.List;
import java.util.stream.Stream;

/** What bears the racks, and whether they fit. */
public final class FloorRules implements RuleSet {
    private static final List<Rule> RULES =
            Stream.of(Stream.of(new FloorLoad()), Room.rules())
                    .<Rule>flatMap(rules -> rules)
                    .toList();

    @Override
    public List<Rule> rules() {
        return RULES;
    }
}
