// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import org.jspecify.annotations.Nullable;

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

    // Bytes that a count may not have seen: on their way, and those that arrived since it began.
    private final Map<String, Long> underWay = new ConcurrentHashMap<>();
    private final Map<String, Long> arrived = new ConcurrentHashMap<>();

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

    /** A count of all is asked for. */
    void counting() {
        arrived.clear();
    }

    /** Takes that count. What it may have missed is added: until the next, twice at worst. */
    void counted(Map<String, Used> all) {
        Map<String, Counts> next = new ConcurrentHashMap<>();
        all.forEach((project, used) -> next.put(project, new Counts(used)));
        add(underWay, next);
        add(arrived, next);
        projects = next;
    }

    private static void add(Map<String, Long> missed, Map<String, Counts> counts) {
        missed.forEach((project, bytes) -> of(counts, project).bytes().addAndGet(bytes));
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
        change(underWay, project, bytes);
        return true;
    }

    /** An answer for which room was taken is kept, or given up: the next count knows. */
    void arrived(String project, long bytes) {
        change(arrived, project, bytes);
        change(underWay, project, -bytes);
    }

    /** Those that come to nothing are not kept: projects come and go. */
    private static void change(Map<String, Long> of, String project, long bytes) {
        of.compute(project, (_, before) -> some((before == null ? 0 : before) + bytes));
    }

    private static @Nullable Long some(long bytes) {
        return bytes == 0 ? null : bytes;
    }

    private Counts counts(String project) {
        return of(projects, project);
    }

    private static Counts of(Map<String, Counts> counts, String project) {
        return counts.computeIfAbsent(project, _ -> new Counts(new Used(0, 0)));
    }
}
