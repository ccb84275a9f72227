// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.placement.v1.Observation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * Ends of attempts that the router could not be told. Other news of an attempt is made up for by
 * the next; without its end the router counts it as work until it gives it up. Bounded. Not
 * thread-safe.
 */
final class OwedEnds {
    private final Queue<Observation> owed = new ArrayDeque<>();
    private final int capacity;

    OwedEnds(int capacity) {
        this.capacity = capacity;
    }

    /** Whether it says that an attempt ended. */
    static boolean isEnd(Observation.EventCase event) {
        return switch (event) {
            case FINISHED, ABORTED, FAILED -> true;
            case STARTED, FIRST_TOKEN, PROGRESS, BREAKER, PREFILLED, EVENT_NOT_SET -> false;
        };
    }

    /** Keeps one; false when it is no end, or as many are owed as may be. */
    boolean keep(Observation told) {
        return isEnd(told.getEventCase()) && owed.size() < capacity && owed.add(told);
    }

    /** Pays those that are taken, the oldest first, up to one that is not; whether none is left. */
    boolean pay(Predicate<Observation> taken) {
        while (!owed.isEmpty() && taken.test(owed.element())) {
            owed.remove();
        }
        return owed.isEmpty();
    }
}
