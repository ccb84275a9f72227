// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.enginepage;

import io.wattmill.agent.exposition.Sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ranks of a tensor- or pipeline-parallel group hold parts of one sequence each. */
final class Ranks {

    private static final List<String> LABELS = List.of("tp_rank", "pp_rank", "moe_ep_rank");

    private Ranks() {}

    /** Of samples that differ in their rank only, the first. */
    static List<Sample> one(List<Sample> samples) {
        if (samples.size() == 1 || samples.stream().noneMatch(Ranks::isOfRank)) {
            return samples;
        }
        Set<Map<String, String>> seen = new HashSet<>();
        List<Sample> one = new ArrayList<>();
        for (Sample sample : samples) {
            if (seen.add(withoutRank(sample))) {
                one.add(sample);
            }
        }
        return one;
    }

    private static boolean isOfRank(Sample sample) {
        return LABELS.stream().anyMatch(sample.labels()::containsKey);
    }

    private static Map<String, String> withoutRank(Sample sample) {
        Map<String, String> labels = new HashMap<>(sample.labels());
        labels.keySet().removeAll(LABELS);
        return labels;
    }
}
