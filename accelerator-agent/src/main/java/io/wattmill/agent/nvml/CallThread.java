// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.kit.time.Ticker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread on which calls are made that may never return, watched from outside. It cannot be
 * stopped inside a call; it ends by itself when the call returns after {@link #leave}.
 */
final class CallThread {

    private static final Logger LOG = LoggerFactory.getLogger(CallThread.class);

    /** A look and a question about processes: nothing else is ever asked at once. */
    private static final int JOBS = 4;

    /** What a thread does of itself while nobody asks it for anything. Called on the thread. */
    interface Beat {

        /** Only what is asked for. */
        Beat NONE =
                new Beat() {
                    @Override
                    public long waitNanos() {
                        return Long.MAX_VALUE;
                    }

                    @Override
                    public void run() {}
                };

        /** Until it is due, nanoseconds: not positive when it is. */
        long waitNanos();

        /** Does it. */
        void run();
    }

    private final Ticker ticker;
    private final Beat beat;
    private final Queue<Runnable> jobs = new ArrayBlockingQueue<>(JOBS);
    private final Thread thread;
    private volatile boolean leaving;
    private volatile OptionalLong busySince = OptionalLong.empty();

    CallThread(String name, Ticker ticker) {
        this(name, ticker, Beat.NONE);
    }

    /** With something to do between the jobs. */
    CallThread(String name, Ticker ticker, Beat beat) {
        this.ticker = ticker;
        this.beat = beat;
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /** Runs {@code job} after those before it; false when too many wait, or it is leaving. */
    boolean submit(Runnable job) {
        boolean taken = !leaving && jobs.offer(job);
        LockSupport.unpark(thread);
        return taken;
    }

    /** For how long the job that runs now has been running, nanoseconds; 0 when none does. */
    long busyNanos() {
        OptionalLong since = busySince;
        return since.isPresent() ? Math.max(1, ticker.nanos() - since.getAsLong()) : 0;
    }

    /** Takes no more jobs, and ends when the one that runs returns. */
    void leave() {
        leaving = true;
        LockSupport.unpark(thread);
    }

    /** Whether it has ended; waits for it at most so long. */
    boolean hasLeft(Duration within) {
        try {
            return thread.join(within);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        while (!leaving) {
            try {
                next().ifPresentOrElse(this::run, this::beat);
            } catch (Throwable _) {
                // Not even the log took it; the thread lives on, for nobody would start another.
            }
        }
    }

    private void beat() {
        if (!leaving) {
            run(beat::run);
        }
    }

    /** The next job; none when the beat is due before there is one, or it is leaving. */
    private Optional<Runnable> next() {
        Runnable job = jobs.poll();
        for (long wait = beat.waitNanos();
                job == null && wait > 0 && !leaving;
                wait = beat.waitNanos()) {
            LockSupport.parkNanos(this, wait);
            job = jobs.poll();
        }
        return Optional.ofNullable(job);
    }

    private void run(Runnable job) {
        busySince = OptionalLong.of(ticker.nanos());
        try {
            job.run();
        } catch (Throwable e) {
            LOG.atError().setCause(e).addKeyValue("thread", thread.getName()).log("a call failed");
        } finally {
            busySince = OptionalLong.empty();
        }
    }
}
