// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of the journal that does one step when it is woken, after a pause that gathers more
 * work.
 */
final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long JOIN_MS = 5_000;

    private final AtomicBoolean due = new AtomicBoolean();
    private final long gatherNanos;
    private final Runnable step;
    private final Thread thread;
    private volatile boolean closing;

    Worker(String name, Duration gather, Runnable step) {
        this.gatherNanos = gather.toNanos();
        this.step = step;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /** Makes the thread do its step; never blocks, cheap when it is awake. */
    void wake() {
        if (due.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    private void loop() {
        while (!closing) {
            if (due.get()) {
                gather();
                due.set(false);
                run();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void gather() {
        if (gatherNanos > 0 && !closing) {
            LockSupport.parkNanos(this, gatherNanos);
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
