// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Closed requests that the ledger has not confirmed, in order. Not for several threads at once. */
final class Backlog {

    private final ArrayDeque<ClosedRequest> unsettled;
    private long closedThrough;
    private long settledThrough;

    Backlog(Recovered recovered) {
        unsettled = new ArrayDeque<>(recovered.unsettled());
        closedThrough = recovered.lastSequence();
        settledThrough = recovered.settledThrough();
        unsettled.forEach(request -> request.segment().pinClose(1));
    }

    /** Highest sequence given out. */
    long closedThrough() {
        return closedThrough;
    }

    /** Every sequence up to this one is confirmed. */
    long settledThrough() {
        return settledThrough;
    }

    int size() {
        return unsettled.size();
    }

    /** Adds the request with the next sequence. */
    void add(ClosedRequest request) {
        closedThrough = request.sequence();
        request.segment().pinClose(1);
        unsettled.addLast(request);
    }

    /** The ledger has confirmed every request up to {@code sequence}. */
    void settle(long sequence) {
        while (!unsettled.isEmpty() && unsettled.getFirst().sequence() <= sequence) {
            unsettled.removeFirst().segment().pinClose(-1);
        }
        settledThrough = Math.max(settledThrough, sequence);
    }

    /**
     * What may be sent: the oldest requests that are on the disk. One that is not might be lost
     * with the host and its sequence given out again.
     */
    List<ClosedRequest> oldestDurable(int max) {
        List<ClosedRequest> taken = new ArrayList<>();
        for (ClosedRequest request : unsettled) {
            if (taken.size() == max || !request.isDurable()) {
                break;
            }
            taken.add(request);
        }
        return taken;
    }

    /**
     * Earliest admission of the requests behind the first {@code count}; {@code none} without any.
     */
    long earliestAdmissionBehind(int count, long none) {
        return unsettled.stream()
                .skip(count)
                .mapToLong(ClosedRequest::admittedAtUs)
                .reduce(none, Math::min);
    }
}
