// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleSet;

import java.util.List;
import java.util.stream.Stream;

/** From the racks' heat to the air outside. */
public final class CoolingRules implements RuleSet {
    private static final List<Rule> RULES =
            Stream.of(
                            Stream.of(new CoolantFlow()),
                            LiquidSide.rules(),
                            AirSide.rules(),
                            Outdoors.rules(),
                            Standby.rules(),
                            CoolingSupply.rules(),
                            Outages.rules(),
                            Water.rules())
                    .<Rule>flatMap(rules -> rules)
                    .toList();

    @Override
    public List<Rule> rules() {
        return RULES;
    }
}
