// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.engine;

import io.wattmill.router.batch.Admission;
import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.ContinuousBatch;
import io.wattmill.router.batch.SequenceRequest;
import io.wattmill.router.batch.StepPlan;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.twin.emulator.kv.CacheEvent;
import io.wattmill.twin.emulator.metrics.EngineCounters;
import io.wattmill.twin.emulator.metrics.EngineGauges;
import io.wattmill.twin.emulator.power.GpuBank;
import io.wattmill.twin.emulator.power.HourMeter;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One engine in time. Steps follow each other without a gap while there is work, each as long and
 * as hungry as the model says; a caller that comes late finds every step at the instant it was due,
 * none skipped. Not thread-safe: it belongs to one context. All instants are monotonic nanoseconds
 * of one clock and never go back.
 */
public final class EmulatedEngine {
    private final EngineModel model;
    private final double speed;
    private final PowerDraw power;
    private final TakenJobs jobs = new TakenJobs();
    private final Consumer<List<CacheEvent>> cacheNews;
    private final CacheJournal journal = new CacheJournal(jobs::job);
    private ContinuousBatch batch;
    private EngineCounters counters = new EngineCounters();
    private double slowness = 1;
    private Optional<Step> step = Optional.empty();

    private record Step(StepPlan plan, long endNanos) {}

    /**
     * An idle engine.
     *
     * @param model times and powers its steps
     * @param limits of its batch
     * @param speed how many times faster than the model it runs; 1 is real time
     * @param nowNanos the instant from which it draws idle power
     * @param meter the electricity meter that its node hangs on, at that instant
     */
    public EmulatedEngine(
            EngineModel model, BatchLimits limits, double speed, long nowNanos, HourMeter meter) {
        this(model, limits, speed, nowNanos, meter, _ -> {});
    }

    /**
     * The same, telling what happens to its prefix cache.
     *
     * @param cacheNews hears it, some events at a time
     */
    public EmulatedEngine(
            EngineModel model,
            BatchLimits limits,
            double speed,
            long nowNanos,
            HourMeter meter,
            Consumer<List<CacheEvent>> cacheNews) {
        this.model = model;
        this.speed = speed;
        this.cacheNews = cacheNews;
        this.batch = new ContinuousBatch(limits, journal);
        this.power =
                new PowerDraw(
                        new GpuBank(model.tensorParallel(), nowNanos, model.idlePowerMilliwatts()),
                        meter);
    }

    /**
     * Asks for a job to be served; it joins the batch at the next step, at once if none is running.
     */
    public Admission submit(long nowNanos, Job job) {
        var request =
                new SequenceRequest(
                        job.id(),
                        job.promptTokens(),
                        job.length().tokens(),
                        job.blocks(),
                        job.deliveredTokens());
        var admission = batch.admit(request);
        if (admission instanceof Admission.Queued) {
            // An engine that is catching up takes newcomers at the end of the step it is at.
            long arrived = step.map(s -> Math.min(nowNanos, s.endNanos)).orElse(nowNanos);
            jobs.take(job, arrived);
            if (step.isEmpty()) {
                startStep(nowNanos);
            }
        }
        return admission;
    }

    /** Gives a job up: the step that is running is the last one that it was part of. */
    public void abort(long id) {
        if (jobs.remove(id)) {
            batch.abort(id);
            tellCacheNews();
            counters.aborted();
        }
    }

    /**
     * Ends every step that is due and starts the ones that follow, at most {@code maxSteps} of
     * them.
     *
     * @return whether all due steps have ended
     */
    public boolean advance(long nowNanos, int maxSteps) {
        for (int ended = 0; isDue(nowNanos); ended++) {
            if (ended == maxSteps) {
                return false;
            }
            endStep(step.orElseThrow());
        }
        return true;
    }

    /**
     * Loses its jobs, its caches and its counters, as a process that ends does; nobody is told. Its
     * GPUs go on, idle, and so do their meters. It may be used again at once.
     */
    public void lose(long nowNanos) {
        batch = new ContinuousBatch(batch.limits(), journal);
        counters = new EngineCounters();
        jobs.clear();
        step = Optional.empty();
        power.change(nowNanos, model.idlePowerMilliwatts());
    }

    private void tellCacheNews() {
        var events = journal.take();
        if (!events.isEmpty()) {
            cacheNews.accept(events);
        }
    }

    /** From the next step on steps take this many times longer than the model says. */
    public void slowDown(double factor) {
        slowness = factor;
    }

    /** When the running step ends; empty while the engine is idle. */
    public OptionalLong nextDueNanos() {
        return step.map(s -> OptionalLong.of(s.endNanos)).orElseGet(OptionalLong::empty);
    }

    /** Whether a step is running. */
    public boolean busy() {
        return step.isPresent();
    }

    /** Jobs that wait or run. */
    public int jobs() {
        return jobs.size();
    }

    /** What it has done. */
    public EngineCounters counters() {
        return counters;
    }

    /** What it holds. */
    public EngineGauges gauges() {
        return new EngineGauges(
                batch.running(),
                batch.waiting(),
                batch.kvUsedTokens(),
                batch.limits().kvCapacityTokens());
    }

    /**
     * Its GPUs, accounted for up to this instant, or to the end of a step that is due and not ended
     * yet.
     */
    public GpuBank gpus(long nowNanos) {
        return power.gpus(accounted(nowNanos));
    }

    /** The electricity meter, accounted for up to the same instant. */
    public HourMeter meter(long nowNanos) {
        return power.meter(accounted(nowNanos));
    }

    private long accounted(long nowNanos) {
        return step.map(s -> Math.min(nowNanos, s.endNanos)).orElse(nowNanos);
    }

    private boolean isDue(long nowNanos) {
        return step.filter(s -> s.endNanos <= nowNanos).isPresent();
    }

    private void startStep(long atNanos) {
        var plan = nextPlan();
        tellCacheNews();
        counters.preempted(plan.preempted().size());
        power.change(atNanos, model.powerMilliwatts(plan.load()));
        step = plan.isEmpty() ? idle(plan) : Optional.of(new Step(plan, atNanos + stepNanos(plan)));
    }

    /**
     * A plan may be empty because all that ran was preempted; the next one then serves who waits.
     */
    private StepPlan nextPlan() {
        var plan = batch.plan();
        if (plan.isEmpty() && !plan.preempted().isEmpty()) {
            counters.preempted(plan.preempted().size());
            batch.apply(plan);
            return batch.plan();
        }
        return plan;
    }

    private Optional<Step> idle(StepPlan empty) {
        batch.apply(empty);
        return Optional.empty();
    }

    private long stepNanos(StepPlan plan) {
        return Math.max(1, Math.round(model.stepTimeNanos(plan.load()) * slowness / speed));
    }

    private void endStep(Step ended) {
        var result = batch.apply(ended.plan);
        startStep(ended.endNanos);
        result.produced().forEach(token -> jobs.produced(token, ended.endNanos, counters));
    }
}
