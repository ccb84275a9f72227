// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.energy;

import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleSet;

import java.util.List;
import java.util.stream.Stream;

/** Energy, weather and money. */
public final class EnergyRules implements RuleSet {
    private static final List<Rule> RULES =
            Stream.of(
                            Stream.of(new EnergyGiven(), new PueBounds()),
                            Supply.rules(),
                            Plausible.rules(),
                            Owning.rules())
                    .<Rule>flatMap(rules -> rules)
                    .toList();

    @Override
    public List<Rule> rules() {
        return RULES;
    }
}
