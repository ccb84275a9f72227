// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.engine;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.Provenance;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.twin.claim.Precision;
import io.wattmill.twin.claim.Served;
import io.wattmill.twin.claim.Side;
import io.wattmill.twin.claim.Throughput;
import io.wattmill.twin.claim.Words;
import io.wattmill.twin.figure.Figure;

import java.util.Optional;

/**
 * A tensor-parallel engine in a steady state: as many prompts are read as answers end, so that each
 * step with n decoding sequences reads n / output tokens prompts. Interactivity is the accepted
 * tokens of a step over its time; the throughput is that of the most sequences that leave it and
 * fit the KV cache. Splitting prefill from decode and spreading experts wide are not in it.
 */
public final class EngineThroughput implements Throughput {
    /** The engine model's worst error of time per token (EngineModel, H200: 17.8 %). */
    private static final double ERROR = 0.18;

    private static final int MAX_SEQUENCES = 4_096;
    private static final int ONE_SERVER = 8;
    private static final String SOURCE = "engine model, steady state of one tensor-parallel engine";

    @Override
    public Expected expected(Side side, double interactivity) {
        Served served = side.served();
        if (served.speculative().orElse(false) && served.acceptedLength().isEmpty()) {
            return new Expected.CannotSay(
                    side.system() + " guesses ahead, and its accepted length is not told");
        }
        Optional<GpuSpec> gpu = Gpus.find(side.gpu());
        if (gpu.isEmpty()) {
            return new Expected.CannotSay("the catalogue has no GPU " + side.gpu());
        }
        String name = name(served);
        return Models.find(name)
                .map(model -> expected(side, model, gpu.get(), interactivity))
                .orElseGet(() -> new Expected.CannotSay("the catalogue has no model " + name));
    }

    private static String name(Served served) {
        Precision weights = served.weights().orElse(Precision.BF16);
        return switch (weights) {
            case BF16, FP16 -> served.model();
            case FP8, INT8, FP6, FP4, INT4 -> served.model() + "-" + Words.of(weights);
        };
    }

    private static Expected expected(
            Side side, ModelArchitecture model, GpuSpec gpu, double interactivity) {
        int group = side.gpus() == 0 ? ONE_SERVER : Math.min(ONE_SERVER, side.gpus());
        if (model.heads() % group != 0) {
            return new Expected.CannotSay(group + " GPUs do not divide the heads of the model");
        }
        var engine = new EngineModel(model, gpu, group);
        Served served = side.served();
        double accepted = served.acceptedLength().orElse(1.0);
        int most = most(engine, served, accepted / interactivity);
        if (most == 0) {
            return new Expected.CannotSay(
                    side.system() + " does not reach it even with one sequence, or lacks memory");
        }
        double perSecond = most * accepted / seconds(engine, served, most);
        double perGpu = perSecond / served.outputShare() / group;
        return new Expected.Of(Figure.within(perGpu, ERROR, Provenance.DERIVED, SOURCE));
    }

    /** The most sequences whose step takes no longer; steps only get longer with more of them. */
    private static int most(EngineModel engine, Served served, double seconds) {
        long context = served.inputTokens() + (served.outputTokens() + 1L) / 2;
        int low = 0;
        int high = (int) Math.min(MAX_SEQUENCES, engine.kvCapacityTokens() / context);
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (seconds(engine, served, middle) <= seconds) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static double seconds(EngineModel engine, Served served, int sequences) {
        long context = served.inputTokens() + (served.outputTokens() + 1L) / 2;
        double ends = sequences / (double) served.outputTokens();
        long pairs = StepLoad.pairs(served.inputTokens(), 0);
        return engine.seconds(
                new StepLoad(
                        (int) Math.round(ends * served.inputTokens()),
                        Math.round(ends * pairs),
                        sequences,
                        sequences * context));
    }
}
