// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

/**
 * Requests in columns, one row each, by their place in the trace; shared by the engines of a run.
 * Inputs are set before a request is submitted; instants are virtual nanoseconds, {@link #NEVER}
 * until they come.
 */
public final class RequestTable {
    /** An instant that did not come. */
    public static final long NEVER = -1;

    final int[] prompt;
    final int[] output;
    final int[] cached;
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
        cached = new int[size];
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
    }

    /**
     * Says what of its prompt the prefix cache of its engine holds, before it is submitted.
     *
     * @param tokens fewer than its prompt
     */
    public void cached(int row, int tokens) {
        cached[row] = tokens;
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

    public long arrivalNanos(int row) {
        return arrivalNanos[row];
    }

    public int promptTokens(int row) {
        return prompt[row];
    }

    public int outputTokens(int row) {
        return output[row];
    }

    public int cachedTokens(int row) {
        return cached[row];
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
    long peakKvTokens(int row) {
        return (long) prompt[row] + output[row] - 1;
    }

    /** Tokens that its prefill has to bring into the KV cache: more after a preemption. */
    int known(int row) {
        return prompt[row] + produced[row];
    }
}
