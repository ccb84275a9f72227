// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import java.util.OptionalInt;

/**
 * One model as it is to be served on one kind of node.
 *
 * @param id name within the plan
 * @param model architecture as the engine catalogue names it, for example {@code llama-3.1-70b}
 * @param nodeType name of the node type that serves it
 * @param tensorParallel GPUs that share one copy of the weights
 * @param concurrency requests in flight at once on one engine; empty when the plan does not say
 * @param inputTokens prompt length to plan for
 * @param outputTokens answer length to plan for
 * @param memoryUtilizationPpm share of the GPU memory that the engine may take, in millionths
 * @param serving how many engines there are, and how they are set up
 */
public record ModelDeployment(
        String id,
        String model,
        String nodeType,
        int tensorParallel,
        OptionalInt concurrency,
        long inputTokens,
        long outputTokens,
        long memoryUtilizationPpm,
        Serving serving) {

    /** A deployment that is served as usual. */
    public ModelDeployment(
            String id,
            String model,
            String nodeType,
            int tensorParallel,
            OptionalInt concurrency,
            long inputTokens,
            long outputTokens,
            long memoryUtilizationPpm) {
        this(
                id,
                model,
                nodeType,
                tensorParallel,
                concurrency,
                inputTokens,
                outputTokens,
                memoryUtilizationPpm,
                Serving.USUAL);
    }
}
