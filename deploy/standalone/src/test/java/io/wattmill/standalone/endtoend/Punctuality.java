// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How late this machine wakes a thread that asked for a short wait, while something else is going
 * on. Emulated engines keep time by such waits: where they are late, what is measured is the
 * machine, and a comparison of the emulation with anything says nothing.
 */
final class Punctuality implements AutoCloseable {
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final List<Long> latenessNanos = new ArrayList<>();
    private final Thread thread;
    private volatile boolean watching = true;

    private Punctuality() {
        thread = Thread.ofPlatform().daemon().name("punctuality").start(this::watch);
    }

    /** Begins to watch. */
    static Punctuality watching() {
        return new Punctuality();
    }

    private void watch() {
        do {
            var start = System.nanoTime();
            LockSupport.parkNanos(WAIT_NANOS);
            latenessNanos.add(Math.max(0, System.nanoTime() - start - WAIT_NANOS));
        } while (watching);
    }

    /**
     * How late waits were, milliseconds.
     *
     * @param p95Ms what one wait in twenty exceeded
     * @param longestMs of the one that was latest: for so long the machine stood still
     */
    record Lateness(double p95Ms, double longestMs) {}

    /** How late it was. Ends the watch. */
    Lateness lateness() {
        close();
        var sorted = latenessNanos.stream().sorted().toList();
        return new Lateness(sorted.get(sorted.size() * 19 / 20) / 1e6, sorted.getLast() / 1e6);
    }

    @Override
    public void close() {
        watching = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
