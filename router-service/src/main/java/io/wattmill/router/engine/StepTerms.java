// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * Seconds per unit of work in a step, worked out once per engine. All of one pipeline stage's GPUs
 * together. A step gives every sequence a token: of p stages, each works on one of p micro-batches,
 * which pass all stages in p turns. So a turn reads a stage's weights, and p of them all weights;
 * but rows, pairs and contexts are a p-th of all in each turn. That needs as many sequences, or
 * chunks of prompts, as there are stages: with fewer, the model tells too short a time.
 *
 * @param denseRead reading all weights but the experts'
 * @param expertRead reading all experts
 * @param decodeRow products of one decoding row
 * @param promptRow products of one row of a prompt
 * @param expertShare of both, the experts' part: 0 without experts, below 1
 * @param sample the head's product for one sampled row
 * @param pair attention of a prompt, per pair
 * @param kvToken reading the cache, per token of context
 * @param sequence per decoding sequence: windows, states, bookkeeping
 * @param reduceRow all-reduces, per row
 * @param fixed whatever is in the step
 */
record StepTerms(
        double denseRead,
        double expertRead,
        double decodeRow,
        double promptRow,
        double expertShare,
        double sample,
        double pair,
        double kvToken,
        double sequence,
        double reduceRow,
        double fixed) {
    private static final int FLOPS = 2;
    private static final int HEAD_BYTES = 2;
    private static final int ACTIVATION_BYTES = 2;
    private static final int REDUCES_PER_LAYER = 2;

    // An index over the whole context has 128 elements of 8 bits per token (DeepSeek-V3.2).
    private static final double INDEX_BYTES = 128;

    // Latency of handing a step to the next pipeline stage: aiconfigurator systems/*.yaml.
    private static final double HAND_OVER_SECONDS = 10e-6;

    static StepTerms of(ModelArchitecture model, GpuSpec gpu, Parallelism spread, Tuning tuning) {
        return new Maker(model, gpu, spread, tuning).terms();
    }

    private record Maker(ModelArchitecture model, GpuSpec gpu, Parallelism spread, Tuning tuning) {

        StepTerms terms() {
            Calibration factor = tuning.calibration();
            double experts = factor.expertProducts() * expertRow();
            double dense = factor.products() * productRow(model.denseParameters());
            return new StepTerms(
                    factor.weightRead() * denseRead(),
                    factor.expertRead() * expertRead(),
                    dense + experts,
                    Math.max(factor.promptProducts() * (dense + experts), rowAtPeak()),
                    experts / (dense + experts),
                    factor.products() * headRow(),
                    factor.promptAttention() * pair(),
                    factor.kvRead() * kvToken(),
                    (factor.kvRead() * sequenceBytes() / bandwidth()
                                    + tuning.perSequenceSeconds(model))
                            / (spread.attentionData() * spread.pipeline()),
                    factor.reduceBytes() * reduceRow(),
                    factor.reduceLatency(gpu) * reduceLatency()
                            + factor.layerSeconds(model, gpu, tuning.kernels())
                            + factor.perStepSeconds()
                            + (spread.pipeline() - 1) * HAND_OVER_SECONDS);
        }

        private KernelTable.Product dense() {
            return tuning.kernels().dense(model.weights());
        }

        private KernelTable.Product experts() {
            return tuning.kernels().experts(model.expertWeights());
        }

        private KernelTable.Product head() {
            return tuning.kernels().dense(WeightFormat.BF16);
        }

        private double bandwidth() {
            return gpu.hbmBytesPerSecond();
        }

        private double denseRead() {
            double layers = model.denseBytes() / dense().weightRead();
            double head = model.headParameters() * HEAD_BYTES / head().weightRead();
            return (layers + head) / bandwidth() / spread.tensor();
        }

        private double expertRead() {
            return model.expertBytes() / experts().weightRead() / bandwidth() / spread.stageGpus();
        }

        /** One row of the whole engine: the copies of the attention share the rows. */
        private double productRow(long parameters) {
            double flops = gpu.peakFlops(model.weights()) * dense().compute();
            return FLOPS * (double) parameters / flops / spread.gpus();
        }

        /** No factor makes products faster than the tensor cores. */
        private double rowAtPeak() {
            double dense = model.denseParameters() / gpu.peakFlops(model.weights());
            double experts = expertParameters() / gpu.peakFlops(model.expertWeights());
            return FLOPS * (dense + experts) / spread.gpus();
        }

        private long expertParameters() {
            return model.activeLayerParameters() - model.denseParameters();
        }

        private double expertRow() {
            double flops = gpu.peakFlops(model.expertWeights()) * experts().compute();
            return FLOPS * (double) expertParameters() / flops / spread.gpus();
        }

        private double headRow() {
            double flops = gpu.bf16Flops() * head().compute();
            return FLOPS * (double) model.headParameters() / flops / spread.gpus();
        }

        private double pair() {
            double flops = gpu.bf16Flops() * tuning.kernels().prefillAttention();
            return model.attentionFlopsPerPair() / flops / spread.gpus();
        }

        /** GPUs over which the heads of one copy's cache spread. */
        private int holders() {
            return Math.min(spread.tensor(), model.kvHeads());
        }

        /** Reading it, or computing with it where one vector serves many heads. */
        private double kvToken() {
            Attention attention = model.attention();
            double bytes =
                    attention.chosen() > 0
                            ? INDEX_BYTES * attention.fullLayers()
                            : (double) model.kvBytesPerToken() / holders();
            double read = bytes / (bandwidth() * tuning.kernels().kvRead());
            double flops =
                    (double) attention.decodeFlopsPerToken()
                            * attention.fullLayers()
                            / spread.tensor();
            double compute =
                    attention.isLatent() && attention.chosen() == 0
                            ? flops / (gpu.bf16Flops() * tuning.kernels().prefillAttention())
                            : 0;
            return Math.max(read, compute) / (spread.attentionData() * spread.pipeline());
        }

        private double sequenceBytes() {
            Attention attention = model.attention();
            Attention.Recurrent recurrent = attention.recurrent();
            double chosen = (double) attention.chosen() * model.kvBytesPerToken() / holders();
            // A state is read and written.
            double states = 2.0 * recurrent.layers() * recurrent.stateBytes() / spread.tensor();
            double windows = (double) model.windowBytes() / holders();
            return (chosen + windows) / tuning.kernels().kvRead() + states;
        }

        private double reduces() {
            return spread.stageGpus() == 1 ? 0 : REDUCES_PER_LAYER * (double) model.layers();
        }

        private double reduceLatency() {
            double norms = model.attention().normOverHeads() && reduces() > 0 ? model.layers() : 0;
            return (reduces() + norms) * gpu.allReduce().alphaSeconds();
        }

        private double reduceRow() {
            int gpus = spread.stageGpus();
            double hops = 2.0 * (gpus - 1) / gpus;
            double bytes = (double) model.hidden() * ACTIVATION_BYTES;
            double seconds =
                    reduces() * hops * bytes / gpu.allReduce().busBytesPerSecond().of(gpus);
            return seconds / spread.pipeline();
        }
    }
}
