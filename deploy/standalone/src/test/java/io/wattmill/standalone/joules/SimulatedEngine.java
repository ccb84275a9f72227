// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.joules;

import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.LatencyTotals;
import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.ContinuousBatch;
import io.wattmill.router.batch.SequenceRequest;
import io.wattmill.router.batch.StepPlan;
import io.wattmill.router.batch.StepResult.Produced;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** An engine in virtual time: the router's batch and step times, with counters and a meter. */
final class SimulatedEngine {

    private static final double NANOS = 1e9;

    /** A request that comes at an instant, nanoseconds. */
    record Arrival(long atNanos, SequenceRequest request) {}

    private final EngineModel model;
    private final BatchLimits limits;
    private final StepEnergy energy;
    private final ContinuousBatch batch;
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private Consumer<Produced> produced = _ -> {};
    private Consumer<StepPlan> planned = _ -> {};
    private Optional<StepPlan> step = Optional.empty();
    private long beganNanos;
    private long endsNanos;
    private double stepJoules;
    private double joules;
    private long prefillTokens;
    private long decodeTokens;
    private long nowNanos;

    SimulatedEngine(EngineModel model, BatchLimits limits, StepEnergy energy) {
        this.model = model;
        this.limits = limits;
        this.energy = energy;
        this.batch = new ContinuousBatch(limits);
    }

    /** Tells of each token at the end of its step. */
    void onToken(Consumer<Produced> listener) {
        produced = listener;
    }

    /** Tells of each step at its begin. */
    void onStep(Consumer<StepPlan> listener) {
        planned = listener;
    }

    /** Requests come in the order in which they are told. */
    void arrives(Arrival arrival) {
        arrivals.addLast(arrival);
    }

    /** Goes on to an instant. */
    void run(long untilNanos) {
        while (nowNanos < untilNanos) {
            admit();
            if (step.isEmpty()) {
                begin(untilNanos);
            }
            nowNanos = Math.min(endsNanos, untilNanos);
            if (nowNanos == endsNanos) {
                end();
            }
        }
    }

    /** Joules so far, a step in progress counted in proportion. */
    double joules() {
        double part =
                endsNanos > beganNanos
                        ? (double) (nowNanos - beganNanos) / (endsNanos - beganNanos)
                        : 0;
        return joules + part * stepJoules;
    }

    boolean isDone() {
        return arrivals.isEmpty() && batch.running() == 0 && batch.waiting() == 0;
    }

    long nowNanos() {
        return nowNanos;
    }

    /** What its metrics page says. */
    EngineReading reading() {
        long usedPpm = batch.kvUsedTokens() * 1_000_000 / limits.kvCapacityTokens();
        return new EngineReading(
                batch.running(),
                batch.waiting(),
                usedPpm,
                prefillTokens,
                0,
                decodeTokens,
                batch.preemptions(),
                limits.blockTokens(),
                limits.kvCapacityTokens(),
                new EngineCount(1, 0, true),
                LatencyTotals.NONE,
                Set.of(Figure.FIRST_TOKEN, Figure.NEXT_TOKEN));
    }

    private void admit() {
        while (!arrivals.isEmpty() && arrivals.getFirst().atNanos() <= nowNanos) {
            batch.admit(arrivals.removeFirst().request());
        }
    }

    private void begin(long untilNanos) {
        StepPlan plan = batch.plan();
        planned.accept(plan);
        StepLoad load = plan.load();
        long idleUntil = arrivals.isEmpty() ? untilNanos : arrivals.getFirst().atNanos();
        long took = load.rows() == 0 ? idleUntil - nowNanos : model.stepTimeNanos(load);
        step = Optional.of(plan);
        beganNanos = nowNanos;
        endsNanos = nowNanos + Math.max(1, took);
        stepJoules = energy.joules(load, (endsNanos - beganNanos) / NANOS);
    }

    private void end() {
        StepPlan plan = step.orElseThrow();
        step = Optional.empty();
        joules += stepJoules;
        stepJoules = 0;
        beganNanos = endsNanos;
        var result = batch.apply(plan);
        prefillTokens += result.prefillTokens();
        decodeTokens += result.produced().size();
        result.produced().forEach(produced);
    }
}
