// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import io.wattmill.kit.config.Setting;

/**
 * How an engine is spread over GPUs beyond those that share each layer.
 *
 * @param pipelineParallel groups of GPUs that have the layers one after another
 * @param dataParallel copies of the attention, each with sequences of its own
 * @param expertParallel whether each GPU has whole experts
 */
public record SpreadConfig(
        @Setting(
                        value = "1",
                        min = 1,
                        max = 1024,
                        doc = "Groups of GPUs that have the layers one after another.")
                int pipelineParallel,
        @Setting(
                        value = "1",
                        min = 1,
                        max = 1024,
                        doc = "Copies of the attention, each with sequences of its own.")
                int dataParallel,
        @Setting(
                        value = "false",
                        doc = "Whether each GPU has whole experts instead of a slice of each.")
                boolean expertParallel) {

    /** Over no more GPUs. */
    public static final SpreadConfig NONE = pipeline(1);

    /** Layers one after another in so many groups. */
    public static SpreadConfig pipeline(int groups) {
        return new SpreadConfig(groups, 1, false);
    }
}
