// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import io.wattmill.router.batch.PrefixBlocks;

/**
 * Requests in columns, one row each, by their place in the trace; shared by the engines of a run.
 * Inputs are set before a request is submitted; instants are virtual nanoseconds, {@link #NEVER}
 * until they come.
 */
public final class RequestTable {
    /** An instant that did not come. */
    public static final long NEVER = -1;

    private static final int NOT_ENTERED = -1;

    final int[] prompt;
    final int[] output;
    final int[] shared;
    private final int[] cached;
    private final int[] delivered;
    private final PrefixBlocks[] blocks;
    final int[] produced;
    final int[] next;
    final int[] previous;
    private final long[] arrivalNanos;
    private final long[] firstTokenNanos;
    private final long[] endNanos;

    /** A table of so many requests. */
    public RequestTable(int size) {
        if (size > FinishHeap.MAX_REQUESTS) {
            throw new IllegalArgumentException(
                    size + " requests do not fit in a run of " + FinishHeap.MAX_REQUESTS);
        }
        prompt = new int[size];
        output = new int[size];
        shared = new int[size];
        cached = new int[size];
        delivered = new int[size];
        blocks = new PrefixBlocks[size];
        produced = new int[size];
        next = new int[size];
        previous = new int[size];
        arrivalNanos = new long[size];
        firstTokenNanos = new long[size];
        endNanos = new long[size];
    }

    /**
     * Fills a row.
     *
     * @param promptTokens at least 1
     * @param outputTokens at least 1
     */
    public void put(int row, long arrivesNanos, int promptTokens, int outputTokens) {
        arrivalNanos[row] = arrivesNanos;
        prompt[row] = promptTokens;
        output[row] = outputTokens;
        firstTokenNanos[row] = NEVER;
        endNanos[row] = NEVER;
        cached[row] = NOT_ENTERED;
        blocks[row] = PrefixBlocks.NONE;
    }

    /**
     * Names the full blocks of a prompt that others may share, before it is submitted.
     *
     * @param prefix blocks of the engines' size, none beyond the prompt
     */
    public void blocks(int row, PrefixBlocks prefix) {
        blocks[row] = prefix;
    }

    /** So many tokens are to be made for it, for now. */
    public void promises(int row, int outputTokens) {
        output[row] = outputTokens;
    }

    /** It arrives at another time than was thought. */
    public void arrives(int row, long atNanos) {
        arrivalNanos[row] = atNanos;
    }

    /**
     * Its prompt is computed, and on its way: nobody has a token yet.
     *
     * @param outputTokens of the whole answer
     */
    public void leaves(int row, int outputTokens) {
        output[row] = outputTokens;
        firstTokenNanos[row] = NEVER;
        endNanos[row] = NEVER;
    }

    /**
     * What one engine computed of it has come to another: the prompt, and one token. It is to be
     * submitted there.
     *
     * @param outputTokens of the whole answer, more than one
     */
    public void handOver(int row, int outputTokens, long atNanos) {
        output[row] = outputTokens;
        produced[row] = 1;
        delivered[row] = prompt[row];
        blocks[row] = PrefixBlocks.NONE;
        firstTokenNanos[row] = atNanos;
        endNanos[row] = NEVER;
    }

    /** Tokens of KV cache that come with it, if it does not start anew. */
    int delivered(int row) {
        return delivered[row];
    }

    /** It lost its KV cache. */
    void lost(int row) {
        delivered[row] = 0;
    }

    PrefixBlocks blocks(int row) {
        return blocks[row];
    }

    /** It found so many tokens cached; what it finds after a preemption does not count. */
    void entered(int row, int cachedTokens) {
        cached[row] = cached[row] == NOT_ENTERED ? cachedTokens : cached[row];
    }

    void firstToken(int row, long atNanos) {
        firstTokenNanos[row] = atNanos;
    }

    void ended(int row, long atNanos) {
        endNanos[row] = atNanos;
    }

    /** How many. */
    public int size() {
        return prompt.length;
    }

    /** When it came, nanoseconds from the beginning. */
    public long arrivalNanos(int row) {
        return arrivalNanos[row];
    }

    /** Tokens of its prompt, cached ones among them. */
    public int promptTokens(int row) {
        return prompt[row];
    }

    /** Tokens of its answer, whether they have come or not. */
    public int outputTokens(int row) {
        return output[row];
    }

    /** Prompt tokens that it found cached when it first ran. */
    public int cachedTokens(int row) {
        return Math.max(0, cached[row]);
    }

    /** When its first token came, or {@link #NEVER}. */
    public long firstTokenNanos(int row) {
        return firstTokenNanos[row];
    }

    /** When its last token came, or {@link #NEVER}. */
    public long endNanos(int row) {
        return endNanos[row];
    }

    /** Most KV cache that it ever holds. */
    public long peakKvTokens(int row) {
        return (long) prompt[row] + output[row] - 1;
    }

    /** Tokens that its prefill has to bring into the KV cache: more after a preemption. */
    int known(int row) {
        return prompt[row] + produced[row];
    }
}
