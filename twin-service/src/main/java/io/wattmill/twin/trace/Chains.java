// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import java.util.Arrays;

/**
 * Which requests of a trace wait for others: the turns of an agent, each after the answer before it
 * and a tool. Immutable.
 */
public final class Chains {
    /** A request that waits for none. */
    public static final int FIRST = -1;

    /** No request waits for another. */
    public static final Chains NONE = new Chains(new int[0], new long[0]);

    private final int[] after;
    private final long[] waitUs;

    private Chains(int[] after, long[] waitUs) {
        this.after = after;
        this.waitUs = waitUs;
    }

    /**
     * Links by place in the trace.
     *
     * @param after the place of the request that each waits for, before its own; {@link #FIRST} for
     *     none
     * @param waitUs what passes between that one's end and its own arrival, at least 0
     */
    public static Chains of(int[] after, long[] waitUs) {
        for (int i = 0; i < after.length; i++) {
            if (after[i] >= i || after[i] < FIRST || waitUs[i] < 0) {
                throw new IllegalArgumentException(
                        "request " + i + " cannot wait " + waitUs[i] + " us after " + after[i]);
            }
        }
        return new Chains(after.clone(), waitUs.clone());
    }

    /** Whether nothing waits for anything. */
    public boolean isEmpty() {
        return after.length == 0;
    }

    /** Requests that are linked or known not to be; 0 when empty. */
    public int size() {
        return after.length;
    }

    /** The request that this one waits for, or {@link #FIRST}. */
    public int after(int request) {
        return isEmpty() ? FIRST : after[request];
    }

    /** What passes after the end of that one. */
    public long waitUs(int request) {
        return isEmpty() ? 0 : waitUs[request];
    }

    /** Of the first requests only. */
    Chains limited(int count) {
        return isEmpty()
                ? this
                : new Chains(Arrays.copyOf(after, count), Arrays.copyOf(waitUs, count));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Chains that
                && Arrays.equals(after, that.after)
                && Arrays.equals(waitUs, that.waitUs);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(after) + Arrays.hashCode(waitUs);
    }

    @Override
    public String toString() {
        return Arrays.stream(after).filter(one -> one != FIRST).count() + " links";
    }
}
