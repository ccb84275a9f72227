// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import io.wattmill.router.batch.Admission;
import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.ContinuousBatch;
import io.wattmill.router.batch.SequenceRequest;
import io.wattmill.router.batch.StepPlan;
import io.wattmill.router.batch.StepResult.Produced;
import io.wattmill.router.engine.StepLoad;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The router's own batch once for each copy of the attention, all stepped together, one by one. */
final class SteppedCopies {
    private final StepCost cost;
    private final List<ContinuousBatch> copies;
    private final RequestTable requests;
    private List<StepPlan> running = List.of();
    private long nanos;
    private long fraction;
    private long steps;

    SteppedCopies(int count, StepCost cost, BatchLimits each, RequestTable requests) {
        this.cost = cost;
        this.copies = Stream.generate(() -> new ContinuousBatch(each)).limit(count).toList();
        this.requests = requests;
    }

    Submission submit(int request, long nowNanos) {
        SequenceRequest asked =
                new SequenceRequest(
                        request,
                        requests.promptTokens(request),
                        requests.outputTokens(request),
                        requests.blocks(request));
        ContinuousBatch least =
                copies.stream()
                        .min(Comparator.comparingInt(copy -> 4 * copy.waiting() + copy.running()))
                        .orElseThrow();
        Admission admission = least.admit(asked);
        if (admission instanceof Admission.Queued && running.isEmpty()) {
            nanos = nowNanos;
            fraction = 0;
            start();
        }
        return admission instanceof Admission.Queued ? Submission.QUEUED : Submission.TOO_LONG;
    }

    private void start() {
        List<StepPlan> plans = new ArrayList<>();
        copies.forEach(copy -> plans.add(planned(copy)));
        running = plans;
        if (plans.stream().allMatch(StepPlan::isEmpty)) {
            apply(0);
            running = List.of();
        }
    }

    private static StepPlan planned(ContinuousBatch copy) {
        StepPlan plan = copy.plan();
        if (plan.isEmpty() && !plan.preempted().isEmpty()) {
            copy.apply(plan);
            return copy.plan();
        }
        return plan;
    }

    private void apply(long told) {
        for (int i = 0; i < copies.size(); i++) {
            copies.get(i).apply(running.get(i)).produced().forEach(token -> note(token, told));
        }
    }

    private long units() {
        StepDraft all = new StepDraft();
        running.forEach(plan -> all.add(draft(plan.load())));
        return running.stream()
                .mapToLong(plan -> cost.copyUnits(all, draft(plan.load())))
                .max()
                .orElseThrow();
    }

    private static StepDraft draft(StepLoad load) {
        StepDraft draft = new StepDraft();
        draft.prefill = load.prefillTokens();
        draft.pairs = load.prefillContextTokens();
        draft.decoding = load.decodeSequences();
        draft.kvRead = load.kvTokensRead();
        return draft;
    }

    void advance(long toNanos) {
        while (!running.isEmpty()) {
            long end = fraction + units();
            long endNanos = nanos + (end >> StepCost.FRACTION_BITS);
            long endFraction = end & (1 << StepCost.FRACTION_BITS) - 1;
            long told = endFraction == 0 ? endNanos : endNanos + 1;
            if (told > toNanos) {
                return;
            }
            nanos = endNanos;
            fraction = endFraction;
            steps++;
            apply(told);
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

    long preemptions() {
        return copies.stream().mapToLong(ContinuousBatch::preemptions).sum();
    }

    long steps() {
        return steps;
    }
}
