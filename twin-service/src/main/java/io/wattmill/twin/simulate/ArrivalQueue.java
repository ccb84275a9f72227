// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.trace.Chains;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Which request arrives next. Those that wait for none come in the order of the trace; one that
 * waits comes when the other has ended and its wait is over, or at its own time when that is later.
 * A request whose other one was never served never comes.
 */
final class ArrivalQueue {
    /** Nothing arrives any more, unless something ends. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long NANOS_PER_MICRO = 1_000;

    private final RequestTable requests;
    private final Chains chains;
    private final int[] firstWaiter;
    private final int[] nextWaiter;
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private int next;
    private int arrived;

    /** Something that may come, at a time that is known. */
    private record Due(long atNanos, int request) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Integer.compare(request, other.request);
        }
    }

    ArrivalQueue(RequestTable requests, Chains chains) {
        this.requests = requests;
        this.chains = chains;
        int links = chains.isEmpty() ? 0 : requests.size();
        this.firstWaiter = new int[links];
        this.nextWaiter = new int[links];
        Arrays.fill(firstWaiter, Chains.FIRST);
        for (int i = links - 1; i >= 0; i--) {
            if (chains.after(i) != Chains.FIRST) {
                nextWaiter[i] = firstWaiter[chains.after(i)];
                firstWaiter[chains.after(i)] = i;
            }
        }
        skipWaiters();
    }

    private void skipWaiters() {
        while (next < requests.size() && chains.after(next) != Chains.FIRST) {
            next++;
        }
    }

    /** When the next one comes, or {@link #NEVER}. */
    long nextNanos() {
        long own = next < requests.size() ? requests.arrivalNanos(next) : NEVER;
        return due.isEmpty() ? own : Math.min(own, due.element().atNanos());
    }

    /** The one that comes then; it has arrived. */
    int take() {
        arrived++;
        boolean own =
                next < requests.size()
                        && (due.isEmpty()
                                || requests.arrivalNanos(next) <= due.element().atNanos());
        if (!own) {
            return due.remove().request();
        }
        int request = next++;
        skipWaiters();
        return request;
    }

    /** A request ended: who waits for it comes after its wait. */
    void ended(int request, long atNanos) {
        if (chains.isEmpty()) {
            return;
        }
        int waiter = firstWaiter[request];
        while (waiter != Chains.FIRST) {
            long ready = atNanos + chains.waitUs(waiter) * NANOS_PER_MICRO;
            long at = Math.max(ready, requests.arrivalNanos(waiter));
            requests.arrives(waiter, at);
            due.add(new Due(at, waiter));
            waiter = nextWaiter[waiter];
        }
    }

    /** How many have come. */
    int arrived() {
        return arrived;
    }
}
