// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    /** The samples by metric name, each in the order of the body. */
    public Map<String, List<Sample>> byName() {
        return samples.stream().collect(Collectors.groupingBy(Sample::name));
    }
}
