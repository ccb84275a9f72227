// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of the journal that does its step when it is woken, and begins no two steps within an
 * interval: what comes meanwhile is done by the next one.
 */
final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long JOIN_MS = 5_000;

    private final AtomicBoolean due = new AtomicBoolean();
    private final long intervalNanos;
    private final Runnable step;
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closing;

    Worker(String name, Duration interval, Runnable step) {
        this.intervalNanos = interval.toNanos();
        this.step = step;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /**
     * Makes the thread do its step; never blocks. A thread that works or gathers is not woken: that
     * would cost a system call, and end the pause in which it gathers.
     */
    void wake() {
        if (!due.get() && due.compareAndSet(false, true) && idle) {
            LockSupport.unpark(thread);
        }
    }

    /** What came during a step has waited since that step began, and the interval counts it. */
    private void loop() {
        long since = System.nanoTime();
        while (!closing) {
            if (awaitWork()) {
                since = System.nanoTime();
            }
            gather(since);
            due.set(false);
            since = System.nanoTime();
            run();
        }
    }

    /**
     * Whether there was none at first. {@code idle} is set before {@code due} is read, and {@link
     * #wake} does it the other way round, so that one of them sees the other.
     */
    private boolean awaitWork() {
        if (due.get()) {
            return false;
        }
        idle = true;
        while (!due.get() && !closing) {
            LockSupport.park(this);
        }
        idle = false;
        return true;
    }

    /** Whatever wakes the thread early, a permit that was left over for one, does not end this. */
    private void gather(long since) {
        long left = intervalNanos - (System.nanoTime() - since);
        while (left > 0 && !closing) {
            LockSupport.parkNanos(this, left);
            left = intervalNanos - (System.nanoTime() - since);
        }
    }

    private void run() {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("worker", thread.getName())
                    .setCause(e)
                    .log("journal step failed");
        }
    }

    /** Ends the thread after its current step. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
