// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleSet;

import java.util.List;
import java.util.stream.Stream;

/** Whether models fit the GPUs that are to serve them. */
public final class ModelRules implements RuleSet {
    private static final List<Rule> RULES =
            Stream.of(
                            Stream.of(
                                    new WeightsFit(),
                                    new KvCacheFit(),
                                    new TensorParallelDivides()),
                            Fitting.rules(),
                            Sharding.rules(),
                            NumberFormats.rules())
                    .<Rule>flatMap(rules -> rules)
                    .toList();

    @Override
    public List<Rule> rules() {
        return RULES;
    }
}
