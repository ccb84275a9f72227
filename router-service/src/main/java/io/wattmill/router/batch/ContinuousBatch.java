// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

import io.wattmill.router.batch.StepPlan.Share;
import io.wattmill.router.batch.StepResult.Produced;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scheduler of one engine, after vLLM's: each step serves the running sequences first (one
 * token each for those that decode, then chunks for those whose prompt is not done), then admits
 * waiting ones in order, all within a token budget. A sequence starts behind the blocks that it
 * finds in the prefix cache. When the KV cache is full the sequence that was admitted last gives
 * its place up and is computed again later.
 *
 * <p>Deterministic, without a clock: {@link #plan()}, let {@code
 * EngineModel.stepTimeNanos(plan.load())} pass, {@link #apply(StepPlan)}. Admitting and aborting
 * between the two is allowed and takes effect in the next plan. Not thread-safe.
 */
public final class ContinuousBatch {
    private final BatchLimits limits;
    private final KvSpace kv;
    private final Deque<Sequence> waiting = new ArrayDeque<>();
    private final List<Sequence> running = new ArrayList<>();
    private final Map<Long, Sequence> byId = new HashMap<>();
    private Optional<StepPlan> inFlight = Optional.empty();
    private long steps;
    private long preemptions;

    public ContinuousBatch(BatchLimits limits) {
        this(limits, CacheListener.NONE);
    }

    /**
     * @param listener hears of the prefix cache
     */
    public ContinuousBatch(BatchLimits limits, CacheListener listener) {
        this.limits = limits;
        this.kv = new KvSpace(limits, listener);
    }

    /** Takes a sequence in. What it finds cached counts as computed once it runs. */
    public Admission admit(SequenceRequest request) {
        if (byId.containsKey(request.id())) {
            return new Admission.Duplicate(request.id());
        }
        if (request.peakKvTokens() > limits.kvCapacityTokens()) {
            return new Admission.TooLong(request.peakKvTokens(), limits.kvCapacityTokens());
        }
        if (waiting.size() >= limits.maxWaiting()) {
            return new Admission.QueueFull(waiting.size());
        }
        Sequence sequence = new Sequence(request);
        byId.put(request.id(), sequence);
        waiting.addLast(sequence);
        return new Admission.Queued(waiting.size() - 1);
    }

    /** Drops a sequence, waiting or running. Returns its output tokens so far; empty if unknown. */
    public Optional<Integer> abort(long id) {
        Optional<Sequence> found = Optional.ofNullable(byId.remove(id));
        found.ifPresent(
                sequence -> {
                    kv.leave(sequence);
                    running.remove(sequence);
                    waiting.remove(sequence);
                });
        return found.map(Sequence::produced);
    }

    /**
     * Decides the next step and reserves what it needs.
     *
     * @throws IllegalStateException if the last plan was not applied
     */
    public StepPlan plan() {
        if (inFlight.isPresent()) {
            throw new IllegalStateException("the last plan was not applied");
        }
        Draft draft = new Draft(limits.maxBatchedTokens());
        decodeRunning(draft);
        continuePrompts(draft);
        if (draft.preempted.isEmpty()) {
            admitWaiting(draft);
        }
        StepPlan plan = draft.plan(++steps);
        inFlight = Optional.of(plan);
        return plan;
    }

    /**
     * Ends the step: every sequence in it advances, those that are done are gone.
     *
     * @throws IllegalArgumentException if it is not the plan in flight
     */
    public StepResult apply(StepPlan plan) {
        if (inFlight.filter(current -> current.number() == plan.number()).isEmpty()) {
            throw new IllegalArgumentException("not the plan in flight");
        }
        inFlight = Optional.empty();
        List<Produced> produced = new ArrayList<>(plan.shares().size());
        for (Share share : plan.shares()) {
            Sequence sequence = byId.get(share.id());
            if (sequence != null && sequence.advance()) {
                produced.add(tokenOf(sequence));
            }
        }
        return new StepResult(produced, plan.load().prefillTokens());
    }

    private Produced tokenOf(Sequence sequence) {
        if (sequence.finished()) {
            kv.share(sequence);
            abort(sequence.id());
        }
        return new Produced(
                sequence.id(), sequence.produced(), sequence.cachedTokens(), sequence.finished());
    }

    private void decodeRunning(Draft draft) {
        // By index: making room removes from the end of this list.
        for (int i = 0; i < running.size() && draft.budget > 0; i++) {
            Sequence sequence = running.get(i);
            if (sequence.decodes() && makeRoom(1, sequence, draft)) {
                // Before this token: what a step that is preempted may still lose is not shared.
                kv.share(sequence);
                draft.decode(sequence);
                kv.compute(sequence, 1);
            }
        }
    }

    private void continuePrompts(Draft draft) {
        for (int i = 0; i < running.size() && draft.budget > 0; i++) {
            Sequence sequence = running.get(i);
            if (!draft.has(sequence) && !sequence.decodes()) {
                int tokens = Math.min(sequence.missing(), draft.budget);
                if (makeRoom(tokens, sequence, draft)) {
                    prefill(sequence, tokens, draft);
                }
            }
        }
    }

    private void admitWaiting(Draft draft) {
        while (draft.budget > 0 && running.size() < limits.maxRunning() && !waiting.isEmpty()) {
            Sequence next = waiting.getFirst();
            int cached = kv.cachedTokens(next);
            int held = Math.max(cached, next.delivered());
            int tokens = Math.min(next.missing() - held, draft.budget);
            if (!kv.fits(next, cached, held - cached + tokens)) {
                return;
            }
            waiting.removeFirst();
            running.add(next);
            kv.enter(next, held);
            prefill(next, tokens, draft);
        }
    }

    private void prefill(Sequence sequence, int tokens, Draft draft) {
        draft.prefill(sequence, tokens);
        kv.compute(sequence, tokens);
        kv.share(sequence);
    }

    /** Frees KV cache by preempting from the end; false if the sequence itself had to go. */
    private boolean makeRoom(int tokens, Sequence sequence, Draft draft) {
        while (kv.freeTokens() < tokens) {
            Sequence victim = running.removeLast();
            kv.leave(victim);
            draft.remove(victim);
            draft.preempted.add(victim.id());
            waiting.addFirst(victim);
            preemptions++;
            if (victim == sequence) {
                return false;
            }
        }
        return true;
    }

    /** Sequences that share steps now. */
    public int running() {
        return running.size();
    }

    /** Sequences that wait for a place. */
    public int waiting() {
        return waiting.size();
    }

    /** Tokens of KV cache in use; what several sequences share counts once, idle blocks do not. */
    public long kvUsedTokens() {
        return kv.usedTokens();
    }

    /** What it may hold. */
    public BatchLimits limits() {
        return limits;
    }

    /** Sequences preempted so far, counted each time. */
    public long preemptions() {
        return preemptions;
    }
}
