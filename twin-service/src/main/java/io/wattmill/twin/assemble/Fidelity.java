// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import java.util.Arrays;

/**
 * How far the engine model is from measurements that it was not fitted to, as median absolute
 * relative errors.
 *
 * @param tpot of the time per output token
 * @param ttft of the time to the first token
 * @param joules of energy per token
 */
public record Fidelity(double tpot, double ttft, double joules) {
    /** The bounds of the backend that is told worst, for what several backends serve. */
    public static final Fidelity KEPT =
            Arrays.stream(EngineBackend.values())
                    .map(Fidelity::of)
                    .reduce(new Fidelity(0, 0, 0), Fidelity::worse);

    /** Of a normal error, nine in ten are within so many medians: 1.645 / 0.6745. */
    private static final double NINE_IN_TEN = 2.44;

    private static final String SOURCE = "error of the engine model, docs/FIDELITY.md";

    /**
     * The bounds that tests keep the model to (docs/FIDELITY.md): measured serving points of the
     * backend left out of the fit by model and GPU, and ML.ENERGY, which is vLLM alone.
     */
    public static Fidelity of(EngineBackend backend) {
        return switch (backend) {
            case VLLM -> new Fidelity(0.12, 0.22, 0.12);
            case SGLANG -> new Fidelity(0.12, 0.33, 0.12);
            case TRTLLM -> new Fidelity(0.12, 0.25, 0.12);
        };
    }

    private Fidelity worse(Fidelity other) {
        return new Fidelity(
                Math.max(tpot, other.tpot),
                Math.max(ttft, other.ttft),
                Math.max(joules, other.joules));
    }

    /** A figure of a run, with the model's error around its own interval. */
    static Figure widened(Figure figure, double medianError) {
        double error = NINE_IN_TEN * medianError;
        return new Figure(
                figure.value(),
                figure.low() / (1 + error),
                figure.high() * (1 + error),
                figure.provenance().and(Provenance.FITTED),
                SOURCE);
    }
}
