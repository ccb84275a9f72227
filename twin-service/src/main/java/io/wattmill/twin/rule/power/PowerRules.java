// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleSet;

import java.util.List;
import java.util.stream.Stream;

/** From the utility feed to the racks. */
public final class PowerRules implements RuleSet {
    private static final List<Rule> RULES =
            Stream.of(
                            Stream.of(
                                    new BreakerContinuousLoad(),
                                    new RackPower(),
                                    new LossOfOneUnit()),
                            UnitLoads.rules(),
                            Breakers.rules(),
                            RackSupply.rules(),
                            Batteries.rules(),
                            Generators.rules(),
                            InMaintenance.rules())
                    .<Rule>flatMap(rules -> rules)
                    .toList();

    @Override
    public List<Rule> rules() {
        return RULES;
    }
}
