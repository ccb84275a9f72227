// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import static io.wattmill.twin.simulate.kernel.RunningList.NONE;

import io.wattmill.router.batch.BatchLimits;

/**
 * The batch of one engine in primitive fields. All running sequences but the last decode: a prompt
 * that is not done has used the token budget up, so nothing was admitted after it. Therefore counts
 * and sums describe a step, and only who joins, ends or is preempted is touched. Who decodes is
 * kept by {@link DecodingSet}.
 */
final class LeanBatch extends StepBatch {
    private final RequestTable requests;
    private final BatchLimits limits;
    private final RunningList running;
    private final WaitingLine waiting = new WaitingLine();
    private final StepDraft step = new StepDraft();
    private final DecodingSet decoding;
    private final KvRoom kv;
    private long preemptions;

    /** The prompt that is not done, and how much of it is in the KV cache. */
    private int partial = NONE;

    private int partialTokens;

    /** First of those whose prompt the step in flight completes. */
    private int fresh = NONE;

    /** Whether the next plan admits nobody unless someone ends first. */
    private boolean settled;

    private boolean lacksCache;

    LeanBatch(RequestTable requests, BatchLimits limits) {
        if (limits.maxRunning() > limits.maxBatchedTokens()) {
            throw new IllegalArgumentException(
                    limits.maxRunning() + " running sequences exceed the tokens of a step");
        }
        this.requests = requests;
        this.limits = limits;
        this.kv = new KvRoom(requests, limits);
        this.running = new RunningList(requests);
        this.decoding = new DecodingSet(requests, limits.maxRunning(), step);
    }

    @Override
    Submission submit(int request) {
        if (!fits(request)) {
            return Submission.TOO_LONG;
        }
        if (waiting.size() >= limits.maxWaiting()) {
            return Submission.QUEUE_FULL;
        }
        waiting.addLast(request);
        settled = false;
        return Submission.QUEUED;
    }

    /** Whether the KV cache has room for it when it is alone. */
    boolean fits(int request) {
        return requests.peakKvTokens(request) <= limits.kvCapacityTokens();
    }

    @Override
    boolean plan() {
        planOnce();
        if (step.rows() == 0 && step.preempted) {
            planOnce();
        }
        return step.rows() > 0;
    }

    private void planOnce() {
        fresh = NONE;
        step.begin();
        decode();
        step.budget = limits.maxBatchedTokens() - step.decoding;
        if (partial != NONE) {
            continuePrompt();
        }
        lacksCache = step.preempted;
        if (!step.preempted && waiting.size() > 0) {
            admitWaiting();
        }
        boolean looksAgain = lacksCache && kv.caches();
        settled = !step.preempted && !looksAgain;
    }

    private void decode() {
        if (kv.free() < step.decoding) {
            squeeze();
        } else {
            kv.grow(step.decoding);
            decoding.grow(step.decoding);
        }
        step.kvRead = decoding.context() - step.decoding;
    }

    /** Serves the running ones in order; who came last gives way to them. */
    private void squeeze() {
        int request = running.first();
        while (request != NONE && request != partial) {
            while (kv.free() < 1) {
                int victim = running.last();
                preempt(victim);
                if (victim == request) {
                    return;
                }
            }
            kv.grow(1);
            decoding.grow(1);
            request = running.after(request);
        }
    }

    private void preempt(int victim) {
        if (victim == partial) {
            kv.leave(victim, partialTokens);
            partial = NONE;
        } else {
            kv.leave(victim, decoding.stop(victim));
        }
        requests.lost(victim);
        running.remove(victim);
        waiting.addFirst(victim);
        step.preempted = true;
        preemptions++;
    }

    private void continuePrompt() {
        int request = partial;
        int missing = requests.known(request) - partialTokens;
        int tokens = Math.min(missing, step.budget);
        if (kv.free() < tokens) {
            preempt(request);
            return;
        }
        prefill(request, tokens, partialTokens);
        partialTokens += tokens;
        if (tokens == missing) {
            fresh = request;
            partial = NONE;
        }
    }

    private void admitWaiting() {
        while (step.budget > 0 && running.size() < limits.maxRunning() && waiting.size() > 0) {
            int request = waiting.first();
            int cached = kv.cached(request);
            int held = Math.max(cached, requests.delivered(request));
            int missing = requests.known(request) - held;
            int tokens = Math.min(missing, step.budget);
            if (!kv.fits(request, cached, tokens + held - cached)) {
                break;
            }
            waiting.removeFirst();
            enter(request, held, tokens, tokens == missing);
        }
        lacksCache = lacksCacheNow();
    }

    private void enter(int request, int cached, int tokens, boolean whole) {
        running.append(request);
        requests.entered(request, cached);
        kv.enter(request, cached);
        prefill(request, tokens, cached);
        if (!whole) {
            partial = request;
            partialTokens = cached + tokens;
        } else if (fresh == NONE) {
            fresh = request;
        }
    }

    private void prefill(int request, int tokens, int held) {
        step.prompt(tokens, held);
        kv.grow(tokens);
        kv.share(request, held + tokens);
    }

    /** Whether requests wait for room in the KV cache, and not for slots or the step's budget. */
    private boolean lacksCacheNow() {
        return waiting.size() > 0 && running.size() < limits.maxRunning() && step.budget != 0;
    }

    /**
     * Steps from the one in flight on in which nothing changes but that each reads more: until a
     * sequence ends, the KV cache is full, or someone may be admitted. At least 1.
     */
    @Override
    long alike(long most) {
        if (step.prefill > 0 || !settled) {
            return 1;
        }
        long untilFinish = Math.min(most, decoding.stepsToNextEnd());
        long free = kv.free();
        return step.decoding * (untilFinish - 1) <= free ? untilFinish : 1 + free / step.decoding;
    }

    @Override
    void pass(long count) {
        long tokens = count * step.decoding;
        kv.grow(tokens);
        decoding.pass(count, tokens);
        step.kvRead += tokens;
    }

    @Override
    void end(long atNanos, TokenListener listener) {
        decoding.endStep();
        while (decoding.ends()) {
            finish(decoding.removeEnded(), atNanos, listener);
        }
        int request = fresh;
        while (request != NONE && request != partial) {
            int following = running.after(request);
            promptDone(request, atNanos, listener);
            request = following;
        }
        if (partial != NONE) {
            decodeIfOneIsMissing();
        }
    }

    private void promptDone(int request, long atNanos, TokenListener listener) {
        int produced = ++requests.produced[request];
        if (produced == 1) {
            requests.firstToken(request, atNanos);
            listener.firstToken(request, atNanos);
        }
        if (produced == requests.output[request]) {
            finish(request, atNanos, listener);
        } else {
            decoding.start(request, requests.known(request) - 1);
        }
    }

    /** A preempted sequence that lacks one token again gets it as others do that decode. */
    private void decodeIfOneIsMissing() {
        if (requests.produced[partial] > 0 && requests.known(partial) - partialTokens == 1) {
            decoding.start(partial, partialTokens);
            partial = NONE;
        }
    }

    private void finish(int request, long atNanos, TokenListener listener) {
        kv.leave(request, requests.peakKvTokens(request));
        running.remove(request);
        requests.ended(request, atNanos);
        listener.finished(request, atNanos);
    }

    @Override
    long units(StepCost cost) {
        return cost.promptUnits(step.prefill, step.pairs, step.decoding)
                + step.kvRead * cost.unitsPerKvToken();
    }

    @Override
    long kvGrowth() {
        return step.decoding;
    }

    @Override
    StepDraft step() {
        return step;
    }

    @Override
    void progress(DecodeListener listener) {
        decoding.progress(listener);
    }

    @Override
    int running() {
        return running.size();
    }

    @Override
    int waiting() {
        return waiting.size();
    }

    @Override
    long kvUsed() {
        return kv.used();
    }

    @Override
    long preemptions() {
        return preemptions;
    }
}
