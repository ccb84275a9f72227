// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

import java.util.List;
import java.util.Map;

/**
 * What a body said.
 *
 * @param samples the wanted samples, in the order of the body
 * @param skipped how many lines gave nothing, by reason
 */
public record Exposition(List<Sample> samples, Map<SkipReason, Integer> skipped) {

    /** Copies both. */
    public Exposition {
        samples = List.copyOf(samples);
        skipped = Map.copyOf(skipped);
    }

    /** The samples of one metric, in the order of the body. */
    public List<Sample> named(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }
}
