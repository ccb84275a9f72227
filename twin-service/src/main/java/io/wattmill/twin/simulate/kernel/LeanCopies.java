// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import io.wattmill.router.batch.BatchLimits;

import java.util.Arrays;

/**
 * One batch for each copy of the attention, each with a share of the engine's limits and a KV cache
 * of its own; a request lives in one of them. They step together, since experts are shared: a step
 * lasts as long as the slowest copy. Each copy's time grows by its own slope, so a stretch of steps
 * is a sum as long as the slowest one stays the slowest.
 *
 * <p>A newcomer goes to the copy with the least of 4 x waiting + running, which is how vLLM spreads
 * requests over its data-parallel ranks; prefixes do not matter to it.
 */
final class LeanCopies extends StepBatch {
    /** A waiting request counts as so many running ones: vLLM's weight. */
    private static final int WAITING_WEIGHT = 4;

    private final StepCost cost;
    private final LeanBatch[] copies;
    private final int maxWaiting;
    private final StepDraft whole = new StepDraft();
    private final long[] units;
    private final long[] growth;
    private int slowest;

    LeanCopies(int count, StepCost cost, RequestTable requests, BatchLimits limits) {
        this.cost = cost;
        this.maxWaiting = limits.maxWaiting();
        BatchLimits each = share(limits, count);
        copies = new LeanBatch[count];
        Arrays.setAll(copies, _ -> new LeanBatch(requests, each));
        units = new long[count];
        growth = new long[count];
    }

    /** What one copy may hold; slots and tokens of a step are the engine's as well. */
    static BatchLimits share(BatchLimits limits, int copies) {
        int running = Math.max(1, limits.maxRunning() / copies);
        return new BatchLimits(
                Math.max(1, limits.kvCapacityTokens() / copies),
                running,
                Math.max(running, limits.maxBatchedTokens() / copies),
                limits.maxWaiting(),
                limits.blockTokens());
    }

    @Override
    Submission submit(int request) {
        return waiting() >= maxWaiting && copies[0].fits(request)
                ? Submission.QUEUE_FULL
                : leastLoaded().submit(request);
    }

    private LeanBatch leastLoaded() {
        LeanBatch least = copies[0];
        for (LeanBatch copy : copies) {
            least = load(copy) < load(least) ? copy : least;
        }
        return least;
    }

    private static int load(LeanBatch copy) {
        return WAITING_WEIGHT * copy.waiting() + copy.running();
    }

    @Override
    boolean plan() {
        boolean busy = false;
        for (LeanBatch copy : copies) {
            busy |= copy.plan();
        }
        sum();
        weigh();
        return busy;
    }

    private void sum() {
        whole.begin();
        whole.decoding = 0;
        for (LeanBatch copy : copies) {
            whole.add(copy.step());
        }
    }

    private void weigh() {
        for (int i = 0; i < copies.length; i++) {
            units[i] = cost.copyUnits(whole, copies[i].step());
            growth[i] = cost.unitsPerKvToken() * copies.length * copies[i].step().decoding;
        }
        slowest = 0;
        for (int i = 1; i < copies.length; i++) {
            boolean slower =
                    units[i] > units[slowest]
                            || units[i] == units[slowest] && growth[i] > growth[slowest];
            slowest = slower ? i : slowest;
        }
    }

    @Override
    long alike(long most) {
        long steps = most;
        for (int i = 0; i < copies.length; i++) {
            steps = Math.min(steps, alike(copies[i], steps));
            long nearer = growth[i] - growth[slowest];
            if (nearer > 0) {
                steps = Math.min(steps, (units[slowest] - units[i]) / nearer + 1);
            }
        }
        return steps;
    }

    /** A copy without work only waits for its next request. */
    private static long alike(LeanBatch copy, long most) {
        if (copy.step().rows() > 0) {
            return copy.alike(most);
        }
        return copy.waiting() == 0 ? most : 1;
    }

    @Override
    void pass(long count) {
        for (int i = 0; i < copies.length; i++) {
            copies[i].pass(count);
            units[i] += growth[i] * count;
        }
    }

    @Override
    void end(long atNanos, TokenListener listener) {
        for (LeanBatch copy : copies) {
            copy.end(atNanos, listener);
        }
    }

    @Override
    StepDraft step() {
        return whole;
    }

    @Override
    long units(StepCost ofEngine) {
        return units[slowest];
    }

    @Override
    long kvGrowth() {
        return (long) copies.length * copies[slowest].step().decoding;
    }

    @Override
    void progress(DecodeListener listener) {
        for (LeanBatch copy : copies) {
            copy.progress(listener);
        }
    }

    @Override
    int running() {
        int sum = 0;
        for (LeanBatch copy : copies) {
            sum += copy.running();
        }
        return sum;
    }

    @Override
    int waiting() {
        int sum = 0;
        for (LeanBatch copy : copies) {
            sum += copy.waiting();
        }
        return sum;
    }

    @Override
    long kvUsed() {
        return Arrays.stream(copies).mapToLong(LeanBatch::kvUsed).sum();
    }

    @Override
    long preemptions() {
        return Arrays.stream(copies).mapToLong(LeanBatch::preemptions).sum();
    }
}
