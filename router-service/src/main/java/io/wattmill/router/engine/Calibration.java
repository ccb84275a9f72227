// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * What an inference engine makes of its kernels: factors on the times that the kernels alone would
 * take, and what it adds to them. One set per backend, whatever the model and the GPU.
 *
 * @param weightRead factor on reading the weights of the layers and the head
 * @param expertRead factor on reading the experts that a step touches
 * @param products factor on matrix products
 * @param expertProducts factor on the experts' products
 * @param promptProducts further factor on both, for rows of prompts
 * @param promptAttention factor on the attention of prompts
 * @param kvRead factor on reading the KV cache
 * @param reduceLatency factor on the latency of all-reduces
 * @param newerReduce further factor on it, since Blackwell: engines have faster ones there than the
 *     measured kernel
 * @param reduceBytes factor on their bytes' time
 * @param overlap part of the shorter of reading and computing that the longer one does not hide: 0
 *     = a perfect roofline, 1 = one after the other
 * @param kernelStarts factor on the start of matrix products
 * @param perLayerSeconds in every step, per layer: the kernels that are no product
 * @param perLatentLayerSeconds further ones, per layer of latent attention
 * @param perSparseLayerSeconds further ones, per layer that chooses what it reads
 * @param perRecurrentLayerSeconds further ones, per layer of linear attention
 * @param newerLayers factor on all that is per layer, since Blackwell
 * @param newerExperts further factor on the start of experts' products, since Blackwell
 * @param perSequenceSeconds in every step, per decoding sequence
 * @param perSortedLogitSeconds in every step, per decoding sequence and entry of the vocabulary,
 *     where it is {@link Sampling#SORTED}
 * @param perStepSeconds in every step
 */
public record Calibration(
        double weightRead,
        double expertRead,
        double products,
        double expertProducts,
        double promptProducts,
        double promptAttention,
        double kvRead,
        double reduceLatency,
        double newerReduce,
        double reduceBytes,
        double overlap,
        double kernelStarts,
        double perLayerSeconds,
        double perLatentLayerSeconds,
        double perSparseLayerSeconds,
        double perRecurrentLayerSeconds,
        double newerLayers,
        double newerExperts,
        double perSequenceSeconds,
        double perSortedLogitSeconds,
        double perStepSeconds) {

    /** Factor on the latency of all-reduces on this GPU. */
    double reduceLatency(GpuSpec gpu) {
        return isNewer(gpu) ? reduceLatency * newerReduce : reduceLatency;
    }

    private static boolean isNewer(GpuSpec gpu) {
        return gpu.generation() == GpuSpec.Generation.BLACKWELL;
    }

    /** Seconds of a step that no row and no byte explains: kernels' starts and what is between. */
    public double layerSeconds(ModelArchitecture model, GpuSpec gpu, KernelTable kernels) {
        Attention attention = model.attention();
        int recurrent = attention.recurrent().layers();
        int cached = model.layers() - recurrent;
        double layers =
                model.layers() * perLayerSeconds
                        + kernelStarts * startSeconds(model, gpu, kernels)
                        + recurrent * perRecurrentLayerSeconds
                        + (attention.isLatent() ? cached * perLatentLayerSeconds : 0)
                        + (attention.chosen() > 0 ? cached * perSparseLayerSeconds : 0);
        return isNewer(gpu) ? layers * newerLayers : layers;
    }

    // Two products of attention per layer, and two of a plain feed-forward network.
    private double startSeconds(ModelArchitecture model, GpuSpec gpu, KernelTable kernels) {
        FeedForward feedForward = model.feedForward();
        double newer = isNewer(gpu) ? newerExperts : 1;
        return 2.0
                        * (model.layers() + feedForward.plainLayers())
                        * kernels.dense(model.weights()).startSeconds()
                + newer
                        * feedForward.expertLayers()
                        * kernels.experts(model.expertWeights()).startSeconds();
    }
}
