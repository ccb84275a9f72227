// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.fleet.PrefillPool;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.RequestTable;

import java.util.PriorityQueue;

/**
 * The way from engines that compute prompts to those that decode: one transfer after the other on
 * each sender's link. The decoding engine with the fewest sequences takes the next one.
 */
final class Handover {
    static final long NEVER = Long.MAX_VALUE;

    private final PrefillPool pool;
    private final RequestTable requests;
    private final int[] wanted;
    private final int[] sender;
    private final boolean[] left;
    private final long[] linkFreeNanos;
    private final PriorityQueue<Transfer> onTheWay = new PriorityQueue<>();
    private long linkNanos;

    private record Transfer(long endNanos, int request) implements Comparable<Transfer> {
        @Override
        public int compareTo(Transfer other) {
            int byTime = Long.compare(endNanos, other.endNanos);
            return byTime != 0 ? byTime : Integer.compare(request, other.request);
        }
    }

    /**
     * Cuts requests to their first token: the rest is for the other engines. What those have no
     * room for stays whole, so that it is refused where it enters.
     *
     * @param roomTokens KV cache of the smallest engine that decodes
     */
    Handover(PrefillPool pool, RequestTable requests, long roomTokens) {
        this.pool = pool;
        this.requests = requests;
        this.wanted = new int[requests.size()];
        this.sender = new int[requests.size()];
        this.left = new boolean[requests.size()];
        this.linkFreeNanos = new long[pool.engines().size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = requests.outputTokens(i);
            if (requests.peakKvTokens(i) <= roomTokens) {
                requests.promises(i, 1);
            }
        }
    }

    /** It went to this engine of the pool. */
    void sent(int request, int engine) {
        sender[request] = engine;
    }

    /** Whether it has left the pool. */
    boolean hasLeft(int request) {
        return left[request];
    }

    /** Whether the end of its first part is not its end. */
    boolean goesOn(int request) {
        return wanted[request] > requests.outputTokens(request);
    }

    /** Its prompt is computed. */
    void send(int request, long nowNanos) {
        left[request] = true;
        int engine = sender[request];
        long start = Math.max(nowNanos, linkFreeNanos[engine]);
        long took = pool.transferNanos(requests.promptTokens(request));
        linkFreeNanos[engine] = start + took;
        linkNanos += took;
        onTheWay.add(new Transfer(start + took, request));
        requests.leaves(request, wanted[request]);
    }

    long nextNanos() {
        return onTheWay.isEmpty() ? NEVER : onTheWay.element().endNanos();
    }

    /** The one that is there now. */
    int receive() {
        Transfer transfer = onTheWay.remove();
        requests.handOver(transfer.request(), wanted[transfer.request()], transfer.endNanos());
        return transfer.request();
    }

    /** The engine from this place on that has least to do. */
    int leastLoaded(LeanEngine[] engines) {
        int best = pool.engines().size();
        for (int i = best + 1; i < engines.length; i++) {
            int load = engines[i].running() + engines[i].waiting();
            best = load < engines[best].running() + engines[best].waiting() ? i : best;
        }
        return best;
    }

    /** Time that links were busy, all of them together. */
    long linkNanos() {
        return linkNanos;
    }
}
