// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import java.util.OptionalLong;

/**
 * A kind of node.
 *
 * @param name name within the plan
 * @param gpu GPU type as the engine catalogue names it, for example {@code h100-sxm}
 * @param gpus how many GPUs one node holds
 * @param maxWatts highest continuous draw of the whole node at its inlets; empty when the plan does
 *     not say
 * @param liquidPpm share of its heat that goes into liquid, in millionths; 0 = cooled by air alone
 */
public record NodeType(String name, String gpu, int gpus, OptionalLong maxWatts, long liquidPpm) {

    /** A node type that is cooled by air alone. */
    public NodeType(String name, String gpu, int gpus, OptionalLong maxWatts) {
        this(name, gpu, gpus, maxWatts, 0);
    }
}
