// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import java.util.ArrayDeque;
import java.util.Optional;

/** Live batches that wait for a replay to end; bounded in number and in bytes. */
final class HeldBatches {
    private final ArrayDeque<Held> batches = new ArrayDeque<>();
    private final int mostBatches;
    private final int mostBytes;
    private int bytes;

    /** One of them. */
    record Held(long number, byte[] payload) {}

    HeldBatches(EventLimits limits) {
        mostBatches = limits.heldBatches();
        mostBytes = limits.heldBytes();
    }

    /** Returns whether it fitted. What does not fit is missed later, and asked for again. */
    boolean add(long number, byte[] payload) {
        if (batches.size() >= mostBatches || bytes + payload.length > mostBytes) {
            return false;
        }
        batches.add(new Held(number, payload));
        bytes += payload.length;
        return true;
    }

    Optional<Held> first() {
        return Optional.ofNullable(batches.peekFirst());
    }

    void removeFirst() {
        bytes -= batches.removeFirst().payload().length;
    }

    void clear() {
        batches.clear();
        bytes = 0;
    }
}
