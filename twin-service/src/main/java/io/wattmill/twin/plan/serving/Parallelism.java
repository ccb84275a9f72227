// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.serving;

/**
 * How one engine spreads over GPUs.
 *
 * @param tensor GPUs that share each matrix
 * @param pipeline stages of layers, one after the other
 * @param expert GPUs over which a mixture's experts spread; 1: experts are split like other
 *     matrices
 * @param attentionData copies of the attention, each with requests of its own, that share the
 *     experts
 */
public record Parallelism(int tensor, int pipeline, int expert, int attentionData) {

    /** Tensor parallelism alone. */
    public static Parallelism tensor(int gpus) {
        return new Parallelism(gpus, 1, 1, 1);
    }

    /** GPUs of one engine. */
    public int gpus() {
        return Math.multiplyExact(Math.multiplyExact(tensor, pipeline), attentionData);
    }
}
