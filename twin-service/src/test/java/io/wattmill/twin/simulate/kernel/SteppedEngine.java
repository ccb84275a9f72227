// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import io.wattmill.router.batch.Admission;
import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.ContinuousBatch;
import io.wattmill.router.batch.SequenceRequest;
import io.wattmill.router.batch.StepPlan;
import io.wattmill.router.batch.StepResult.Produced;

import java.util.Optional;

/**
 * The router's own batch in virtual time, step after step and token after token: what the lean
 * engine has to equal. Keeps the same instants in a table of its own.
 */
public final class SteppedEngine {
    private final StepCost cost;
    private final ContinuousBatch batch;
    private final RequestTable requests;
    private Optional<StepPlan> running = Optional.empty();
    private long nanos;
    private long fraction;
    private long picojoules;
    private long steps;

    public SteppedEngine(StepCost cost, BatchLimits limits, RequestTable requests) {
        this.cost = cost;
        this.batch = new ContinuousBatch(limits);
        this.requests = requests;
    }

    /** As {@link LeanEngine#submit}. */
    public Submission submit(int request, long nowNanos) {
        Admission admission =
                batch.admit(
                        new SequenceRequest(
                                request,
                                requests.promptTokens(request),
                                requests.outputTokens(request),
                                requests.blocks(request)));
        if (admission instanceof Admission.Queued && running.isEmpty()) {
            idleUntil(nowNanos);
            start();
        }
        return switch (admission) {
            case Admission.Queued _ -> Submission.QUEUED;
            case Admission.TooLong _ -> Submission.TOO_LONG;
            case Admission.QueueFull _ -> Submission.QUEUE_FULL;
            case Admission.Duplicate _ -> throw new AssertionError("submitted twice");
        };
    }

    private void idleUntil(long nowNanos) {
        picojoules += (nowNanos - nanos) * cost.model().idlePowerMilliwatts();
        nanos = nowNanos;
        fraction = 0;
    }

    private void start() {
        StepPlan plan = batch.plan();
        if (plan.isEmpty() && !plan.preempted().isEmpty()) {
            batch.apply(plan);
            plan = batch.plan();
        }
        if (plan.isEmpty()) {
            batch.apply(plan);
            running = Optional.empty();
        } else {
            running = Optional.of(plan);
        }
    }

    /** As {@link LeanEngine#advance}. */
    public void advance(long toNanos) {
        while (running.isPresent()) {
            StepPlan plan = running.get();
            long end = fraction + cost.units(plan.load());
            long endNanos = nanos + (end >> StepCost.FRACTION_BITS);
            long endFraction = end & (1 << StepCost.FRACTION_BITS) - 1;
            long told = endFraction == 0 ? endNanos : endNanos + 1;
            if (told > toNanos) {
                return;
            }
            picojoules += (endNanos - nanos) * cost.model().powerMilliwatts(plan.load());
            nanos = endNanos;
            fraction = endFraction;
            steps++;
            batch.apply(plan).produced().forEach(token -> note(token, told));
            start();
        }
    }

    private void note(Produced token, long atNanos) {
        if (token.first()) {
            requests.entered((int) token.id(), token.cachedTokens());
            requests.firstToken((int) token.id(), atNanos);
        }
        if (token.finished()) {
            requests.ended((int) token.id(), atNanos);
        }
    }

    /** Up to this instant, to which it has advanced; only when idle. */
    public long picojoules(long nowNanos) {
        idleUntil(nowNanos);
        return picojoules;
    }

    /** Steps done. */
    public long steps() {
        return steps;
    }

    /** As {@link LeanEngine#preemptions}. */
    public long preemptions() {
        return batch.preemptions();
    }
}
