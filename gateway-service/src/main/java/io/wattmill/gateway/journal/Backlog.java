// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.wattmill.contract.ledger.v1.UsageRecord;

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
     * What the ledger is to be told next.
     *
     * @param requests the oldest that may be sent
     * @param watermarkUs every request admitted before this instant is settled or among them
     */
    record Due(
            List<ClosedRequest> requests,
            long watermarkUs,
            long settledThrough,
            long closedThrough) {

        /**
         * With their records; not for the journal's lock to be held around: a segment with
         * unsettled requests is neither moved nor deleted.
         */
        SettleWindow read() {
            List<UsageRecord> records = requests.stream().map(ClosedRequest::record).toList();
            long last = requests.isEmpty() ? settledThrough : requests.getLast().sequence();
            return new SettleWindow(records, last, watermarkUs, settledThrough, closedThrough);
        }
    }

    /** At most {@code max} of them, beside open requests of which the earliest came then. */
    Due due(int max, long earliestOpenUs) {
        List<ClosedRequest> taken = oldestDurable(max);
        long watermarkUs = earliestAdmissionBehind(taken.size(), earliestOpenUs);
        return new Due(taken, watermarkUs, settledThrough, closedThrough);
    }

    /**
     * What may be sent: the oldest requests that are on the disk. One that is not might be lost
     * with the host and its sequence given out again.
     */
    private List<ClosedRequest> oldestDurable(int max) {
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
    private long earliestAdmissionBehind(int count, long none) {
        return unsettled.stream()
                .skip(count)
                .mapToLong(ClosedRequest::admittedAtUs)
                .reduce(none, Math::min);
    }
}
