// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * How one engine is spread over its GPUs.
 *
 * @param tensor GPUs that share each layer's matrices and heads
 * @param pipeline groups of GPUs that have the layers one after another
 * @param attentionData copies of the attention, each with its own sequences; experts are spread
 *     over all GPUs of the engine
 * @param expertWhole whether each GPU has whole experts (expert parallelism) instead of a slice of
 *     each
 */
public record Parallelism(int tensor, int pipeline, int attentionData, boolean expertWhole) {
    /** One GPU. */
    public static final Parallelism NONE = tensor(1);

    public Parallelism {
        if (tensor < 1 || pipeline < 1 || attentionData < 1) {
            throw new IllegalArgumentException("parallelism is at least 1 of each");
        }
    }

    /** Tensor parallelism alone. */
    public static Parallelism tensor(int gpus) {
        return new Parallelism(gpus, 1, 1, false);
    }

    /** GPUs of one pipeline stage: they work on the same layer. */
    public int stageGpus() {
        return tensor * attentionData;
    }

    /** GPUs of the engine. */
    public int gpus() {
        return stageGpus() * pipeline;
    }

    /** Rows that a GPU multiplies at once: of its copy of the attention, in one micro-batch. */
    double rowsPerGpu(double rows) {
        return Math.max(1, rows / (attentionData() * pipeline()));
    }
}
