// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.network;

import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleSet;

import java.util.List;
import java.util.stream.Stream;

/** Between nodes, and between nodes and storage. */
public final class NetworkRules implements RuleSet {
    private static final List<Rule> RULES =
            Stream.of(Fabrics.rules(), Storage.rules(), Transfers.rules())
                    .<Rule>flatMap(rules -> rules)
                    .toList();

    @Override
    public List<Rule> rules() {
        return RULES;
    }
}
