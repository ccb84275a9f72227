// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What each project has of keys and kept bytes: as counted last, and what this gateway added since.
 * What others add is seen at the next count, so a project may go beyond its bound by what all
 * gateways add between two counts. From any thread.
 */
final class Occupancy {

    private final long maxKeys;
    private final long maxBytes;
    private volatile Map<String, Counts> projects = new ConcurrentHashMap<>();

    /** What was counted of a project. */
    record Used(long keys, long bytes) {}

    private record Counts(AtomicLong keys, AtomicLong bytes) {
        private Counts(Used used) {
            this(new AtomicLong(used.keys()), new AtomicLong(used.bytes()));
        }
    }

    Occupancy(long maxKeys, long maxBytes) {
        this.maxKeys = maxKeys;
        this.maxBytes = maxBytes;
    }

    /** Takes a count of all. */
    void counted(Map<String, Used> all) {
        Map<String, Counts> next = new ConcurrentHashMap<>();
        all.forEach((project, used) -> next.put(project, new Counts(used)));
        projects = next;
    }

    /** Whether {@code project} may have one key more. */
    boolean hasKeys(String project) {
        return counts(project).keys().get() < maxKeys;
    }

    /** One key came ({@code 1}) or went ({@code -1}). */
    void keys(String project, int change) {
        counts(project).keys().addAndGet(change);
    }

    /** Takes room for an answer; false when there is none. */
    boolean tryTake(String project, long bytes) {
        AtomicLong used = counts(project).bytes();
        if (used.addAndGet(bytes) > maxBytes) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    private Counts counts(String project) {
        return projects.computeIfAbsent(project, _ -> new Counts(new Used(0, 0)));
    }
}
