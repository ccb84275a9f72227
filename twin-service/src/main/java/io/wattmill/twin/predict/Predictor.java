// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.KernelTable;
import io.wattmill.router.engine.SpeculativeDecoding;
import io.wattmill.router.engine.Tuning;
import io.wattmill.twin.predict.ServingPoint.ClosedLoad;
import io.wattmill.twin.predict.ServingPoint.Held;

/**
 * Solves the closed loop: clients either wait for their first token or decode (Little's law), those
 * who decode share steps, and the prompts of those who start take their part of each step. The time
 * per token and the number who decode depend on each other; they are iterated to a fixed point.
 */
public final class Predictor {
    private static final int ROUNDS = 12;

    // Prompts queue as in M/M/1; nearer to full than this the closed loop itself is the limit.
    private static final double BUSIEST = 0.95;

    private final ServingPoint point;
    private final LoopFactors loop;
    private final EngineModel engine;
    private final double age;
    private final double promptSeconds;

    private Predictor(ServingPoint point, KernelTable kernels, ServingTuning tuning) {
        this.point = point;
        loop = tuning.loop();
        engine = engine(point, kernels, tuning);
        age = loop.age(point.yearsLater());
        double input = point.load().input();
        promptSeconds = engine.promptSeconds(input, input * input / 2);
    }

    /** The engine of a point, of the reference version: the same that the simulation runs. */
    static EngineModel engine(ServingPoint point, KernelTable kernels, ServingTuning tuning) {
        return new EngineModel(
                point.model(),
                point.gpu(),
                point.spread(),
                new Tuning(point.backend(), kernels, tuning.steps()).with(point.sampling()),
                SpeculativeDecoding.OFF);
    }

    /** What is expected of this point with the GPU's own kernels. */
    public static Prediction predict(ServingPoint point, ServingTuning tuning) {
        return predict(point, point.gpu().kernels(), tuning);
    }

    /** What is expected of this point with these kernels. */
    public static Prediction predict(
            ServingPoint point, KernelTable kernels, ServingTuning tuning) {
        return new Predictor(point, kernels, tuning).solve();
    }

    private Prediction solve() {
        ClosedLoad load = point.load();
        double admitted = Math.min(load.clients(), room());
        double decoding = 0.9 * admitted;
        double perToken = 0;
        double first = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double step = step(decoding);
            perToken = step + stolen(decoding);
            first = first(admitted, step, perToken);
            double answer = load.output() * perToken;
            decoding = (decoding + admitted * answer / (first + answer)) / 2;
        }
        double cycle = first + load.output() * perToken;
        // Those who find no room for their context wait for others to leave.
        double queued = Math.max(0, load.clients() - admitted) / admitted * cycle;
        return new Prediction(first + queued, perToken);
    }

    /** Requests whose context fits; at least one. */
    private double room() {
        ClosedLoad load = point.load();
        return Math.max(1, engine.kvCapacityTokens() / (load.input() + load.output() * GROWN));
    }

    // Contexts that are there together are grown by a little more than half.
    private static final double GROWN = 0.6;

    /** Seconds of a step per token, without prompts. */
    private double step(double decoding) {
        double sequences = Math.max(decoding, point.spread().attentionData());
        double context = point.load().input() + point.load().output() / 2;
        double seconds = age * engine.seconds(0, 0, sequences, sequences * context);
        return point.speculative() ? seconds / loop.accepted() : seconds;
    }

    /** Seconds per token that the prompts of others take. */
    private double stolen(double decoding) {
        double prompts = decoding / point.load().output();
        double copies = point.spread().attentionData() > 1 ? loop.stolenFromCopies() : 1;
        double together = point.load().inStep() ? loop.stolenInStep() : 1;
        return loop.stolen() * together * copies * prompts * promptSeconds;
    }

    /** Seconds to the first token, once there is room. */
    private double first(double admitted, double step, double perToken) {
        int copies = point.spread().attentionData();
        double own = promptSeconds * copies;
        double perCopy = admitted / copies;
        double busy = perCopy * own / (point.load().output() * perToken + own);
        double share = Math.min(BUSIEST, busy);
        return loop.startSeconds()
                + loop.ownPrompt() * own
                + launching()
                + waiting() * step
                + ahead(perCopy) * own
                + loop.queue() * own * share / (1 - share);
    }

    /** Seconds for the start of the prompt's kernels, one by one. */
    private double launching() {
        double drafts = point.speculative() ? loop.draftLaunches() : 1;
        double newer = isNewer() ? loop.newerLaunches() : 1;
        double captured = point.captured() ? loop.captured() : 1;
        double each = drafts * newer * captured * loop.operationSeconds();
        return each * Operations.perStep(point.model());
    }

    /** Steps until the prompt is looked at. */
    private double waiting() {
        Held held = point.held();
        return loop.steps()
                + loop.received() * held.received()
                + loop.gathered() * held.gathered()
                + loop.balanced() * held.balanced();
    }

    /**
     * Prompts that are computed before this one. All clients start at once, and a part of the
     * requests waits for the others' of that moment. Clients whose answers end together start
     * together again and again: one waits for half of the others, unless the engine's own order
     * spreads them.
     */
    private double ahead(double perCopy) {
        double others = Math.max(0, perCopy - 1);
        double first = loop.burst() * (isNewer() ? loop.newerBurst() : 1) * others;
        double half = others / 2;
        double limit = loop.inStepAhead();
        double again = half == 0 ? 0 : half * limit / (half + limit);
        return point.load().inStep() ? first + again : first;
    }

    private boolean isNewer() {
        return point.gpu().generation() == GpuSpec.Generation.BLACKWELL;
    }
}
