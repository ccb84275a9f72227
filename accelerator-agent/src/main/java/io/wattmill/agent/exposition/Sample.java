// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

import java.util.Map;

/**
 * One line of the text format.
 *
 * @param name metric name, for example {@code vllm:num_requests_running}
 * @param labels label names to unescaped values
 * @param value the value, exact to 18 significant digits
 */
public record Sample(String name, Map<String, String> labels, Decimal value) {

    /** Copies the labels. */
    public Sample {
        labels = Map.copyOf(labels);
    }

    /** The value of a label, or the empty string, which the format treats as absent. */
    public String label(String label) {
        return labels.getOrDefault(label, "");
    }
}
