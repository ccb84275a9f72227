// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * Seconds of one step, unrounded.
 *
 * <p>A sum: weights read and matrix products, of which the shorter is partly hidden behind the
 * longer; attention of the prompt chunks; KV cache read; all-reduce (two per layer); and overheads
 * per layer, per sequence and per step. The form follows BLIS (inference-sim, "trained physics");
 * shares of peak are those of measured kernels ({@link KernelTable}); what an engine makes of them
 * is fitted to serving points ({@link Calibration}).
 */
final class StepTime {
    private final FeedForward feedForward;
    private final Parallelism spread;
    private final SpeculativeDecoding speculation;
    private final StepTerms terms;
    private final double overlap;
    private final PowerCurve.InGroup power;
    private final boolean limited;

    StepTime(
            ModelArchitecture model,
            GpuSpec gpu,
            Parallelism spread,
            Tuning tuning,
            SpeculativeDecoding speculation) {
        this.feedForward = model.feedForward();
        this.spread = spread;
        this.speculation = speculation;
        terms = StepTerms.of(model, gpu, spread, tuning);
        overlap = tuning.calibration().overlap();
        power = gpu.power().inGroup(spread.tensor());
        limited = power.limits();
    }

    /** Of reading the KV cache, per token. */
    double kvTokenSeconds() {
        return terms.kvToken();
    }

    /**
     * Of loads that are averages over many steps: {@link EngineModel#seconds(double, double,
     * double, double)}.
     */
    double seconds(double prefill, double pairs, double sequences, double kvTokens) {
        double decodeRows = sequences * speculation.checkedTokens();
        // One row of a prompt is sampled too, when its last chunk is done.
        double samples = decodeRows + Math.min(1, prefill);
        double products =
                prefill * terms.promptRow()
                        + decodeRows * terms.decodeRow()
                        + samples * terms.sample();
        double rows = prefill + decodeRows;
        return step(products, rows, pairs, sequences, kvTokens);
    }

    /** Of copies with unequal loads: {@link EngineModel#seconds(StepLoad, StepLoad)}. */
    double seconds(StepLoad all, StepLoad copy) {
        int copies = spread.attentionData();
        int checked = speculation.checkedTokens();
        double prefill = products(all.prefillTokens(), copies * (double) copy.prefillTokens());
        double decode =
                checked * products(all.decodeSequences(), copies * (double) copy.decodeSequences());
        int samples = checked * copy.decodeSequences() + Math.min(1, copy.prefillTokens());
        return step(
                prefill * terms.promptRow()
                        + decode * terms.decodeRow()
                        + samples * copies * terms.sample(),
                all.prefillTokens() + (double) checked * all.decodeSequences(),
                copies * (double) copy.prefillContextTokens(),
                copies * (double) copy.decodeSequences(),
                copies * (double) copy.kvTokensRead());
    }

    /** Rows that products last for: experts' are everybody's, others those of one copy. */
    private double products(double all, double ofEveryCopy) {
        return all * terms.expertShare() + ofEveryCopy * (1 - terms.expertShare());
    }

    /**
     * @param products seconds of them at full clock
     * @param rows that touch experts and are exchanged
     */
    private double step(
            double products, double rows, double pairs, double sequences, double kvTokens) {
        double slower = slower(rows);
        double computing = products * slower;
        double touched = feedForward.touched(rows / spread.pipeline());
        double read = terms.denseRead() + terms.expertRead() * touched;
        double step =
                Math.max(read, computing)
                        + Math.min(read, computing) * overlap
                        + pairs * terms.pair() * slower
                        + kvTokens * terms.kvToken()
                        + rows * terms.reduceRow()
                        + sequences * terms.sequence()
                        + terms.fixed();
        return step * (1 + speculation.draftCost());
    }

    /** Of prompts beside steps: {@link EngineModel#promptSeconds(double, double)}. */
    double promptSeconds(double tokens, double pairs) {
        double computing = tokens * terms.promptRow() + pairs * terms.pair();
        return computing * slower(tokens) + tokens * terms.reduceRow();
    }

    /**
     * Factor on computing: above 1 where a power limit lowers the clock. Reading the memory keeps
     * its pace, so that the time stays affine in the KV cache read.
     */
    private double slower(double rows) {
        return limited ? 1 / power.clock(spread.rowsPerGpu(rows)) : 1;
    }
}
