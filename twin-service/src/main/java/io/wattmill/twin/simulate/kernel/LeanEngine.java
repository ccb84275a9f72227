// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.twin.emulator.power.EnergyMeter;
import io.wattmill.twin.emulator.power.GpuBank;

/**
 * One engine in virtual time: as the emulated engine, steps follow each other while there is work
 * and a newcomer joins at the next one; but it moves only when told, and then in stretches of steps
 * that are alike. Instants are nanoseconds that never go back; a token that comes between two is
 * told at the later one. Energy is the exact integral of the model's power. Not thread-safe.
 */
public final class LeanEngine {
    /** When nothing will happen unless something is submitted. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int FRACTION_BITS = StepCost.FRACTION_BITS;
    private static final int FRACTION_MASK = (1 << FRACTION_BITS) - 1;

    /** Longest time ahead that is told apart, in nanoseconds: beyond it any step has ended. */
    private static final long HORIZON_NANOS = Long.MAX_VALUE >> FRACTION_BITS + 1;

    private final StepCost cost;
    private final BatchLimits limits;
    private final StepBatch batch;
    private final TokenListener listener;
    private final GpuBank gpus;
    private final UsedTime used = new UsedTime();
    private final long longestStretch;
    private long nanos;
    private long fraction;
    private long stepUnits;
    private boolean busy;

    /**
     * An idle engine at instant 0.
     *
     * @param requests what its requests are numbers of
     * @param listener hears of tokens while the engine moves
     */
    public LeanEngine(
            StepCost cost, BatchLimits limits, RequestTable requests, TokenListener listener) {
        this.cost = cost;
        this.limits = limits;
        this.batch = batch(cost, limits, requests);
        this.listener = listener;
        this.gpus =
                new GpuBank(
                        cost.model().parallelism().gpus(), 0, cost.model().idlePowerMilliwatts());
        this.longestStretch = cost.longestStretch(limits.kvCapacityTokens());
    }

    private static StepBatch batch(StepCost cost, BatchLimits limits, RequestTable requests) {
        int copies = cost.model().parallelism().attentionData();
        return copies == 1
                ? new LeanBatch(requests, limits)
                : new LeanCopies(copies, cost, requests, limits);
    }

    /** Asks for a request to be served from this instant on; the engine has advanced to it. */
    public Submission submit(int request, long nowNanos) {
        Submission submission = batch.submit(request);
        if (submission == Submission.QUEUED && !busy) {
            nanos = nowNanos;
            fraction = 0;
            start();
        }
        return submission;
    }

    /** Ends every step that is due at this instant. */
    public void advance(long toNanos) {
        while (busy) {
            long limit = unitsUntil(toNanos);
            long steps = batch.alike(longestStretch);
            long units = unitsOf(steps);
            if (units > limit) {
                passWholeSteps(steps, limit);
                return;
            }
            batch.pass(steps - 1);
            pass(units);
            batch.end(roundedUp(), listener);
            start();
        }
    }

    /** When the next stretch of steps ends, or {@link #NEVER}: tokens are told then, not before. */
    public long nextEventNanos() {
        if (!busy) {
            return NEVER;
        }
        long units = fraction + unitsOf(batch.alike(longestStretch));
        return nanos + Math.ceilDiv(units, 1L << FRACTION_BITS);
    }

    private void start() {
        busy = batch.plan();
        StepDraft step = batch.step();
        used.next(nanos, step.decoding, busy);
        gpus.change(nanos, cost.milliwatts(step.prefill, step.decoding));
        stepUnits = busy ? batch.units(cost) : 0;
    }

    private long unitsUntil(long toNanos) {
        long ahead = Math.min(toNanos - nanos, HORIZON_NANOS);
        return (ahead << FRACTION_BITS) - fraction;
    }

    /** Each step of a stretch reads one token more per sequence than the one before. */
    private long growth() {
        return cost.unitsPerKvToken() * batch.kvGrowth();
    }

    private long unitsOf(long steps) {
        return steps == 1 ? stepUnits : steps * stepUnits + growth() * (steps * (steps - 1) / 2);
    }

    private void passWholeSteps(long steps, long limit) {
        long whole = steps == 1 ? 0 : Math.min(steps - 1, stepsWithin(limit));
        if (whole > 0) {
            pass(unitsOf(whole));
            batch.pass(whole);
            stepUnits += growth() * whole;
        }
    }

    /** Most steps whose time is within the limit: the root of a parabola, corrected exactly. */
    private long stepsWithin(long limit) {
        double bend = growth() / 2.0;
        double slope = stepUnits - bend;
        long steps = (long) ((Math.sqrt(slope * slope + 4 * bend * limit) - slope) / (2 * bend));
        while (steps > 0 && unitsOf(steps) > limit) {
            steps--;
        }
        while (unitsOf(steps + 1) <= limit) {
            steps++;
        }
        return steps;
    }

    private void pass(long units) {
        long sum = fraction + units;
        nanos += sum >> FRACTION_BITS;
        fraction = sum & FRACTION_MASK;
    }

    private long roundedUp() {
        return fraction == 0 ? nanos : nanos + 1;
    }

    /** Whether a step is running. */
    public boolean busy() {
        return busy;
    }

    /** Sequences that share steps now. */
    public int running() {
        return batch.running();
    }

    /** Sequences that wait for a place. */
    public int waiting() {
        return batch.waiting();
    }

    /** Tokens of KV cache in use. */
    public long kvUsedTokens() {
        return batch.kvUsed();
    }

    /** Sequences that lost their place so far. */
    public long preemptions() {
        return batch.preemptions();
    }

    /** What it may hold. */
    public BatchLimits limits() {
        return limits;
    }

    /** Tells how many tokens each decoding sequence has produced. */
    public void progress(DecodeListener to) {
        batch.progress(to);
    }

    /** Nanojoules of its GPUs up to this instant, to which it has advanced. */
    public long nanojoules(long nowNanos) {
        gpus.advance(nowNanos);
        return gpus.meters().stream().mapToLong(EnergyMeter::nanojoules).sum();
    }

    /** Time in steps up to this instant, to which it has advanced. */
    public long busyNanos(long nowNanos) {
        return used.busyNanosUntil(nowNanos);
    }

    /** What its time went into, up to its last step. */
    public UsedTime used() {
        return used;
    }
}
