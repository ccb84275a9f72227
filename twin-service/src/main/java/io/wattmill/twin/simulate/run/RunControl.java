// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.run;

import io.wattmill.twin.simulate.Watch;

import java.io.Serial;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * One batch of runs as seen from outside: how far it is, and a way to end it. Safe from any thread.
 */
public final class RunControl {
    private static final double FULL = 1;

    private final AtomicLong arrivedPpm = new AtomicLong();
    private final AtomicLong tasks = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private final Predicate<Progress> onlooker;
    private volatile boolean cancelled;

    /** Whoever wants to know asks. */
    public RunControl() {
        this(_ -> true);
    }

    /**
     * Told of progress now and then.
     *
     * @param onlooker called from the threads that run; false ends all of it at once, by {@link
     *     Ended}: nothing that was computed is kept
     */
    public RunControl(Predicate<Progress> onlooker) {
        this.onlooker = onlooker;
    }

    /** The onlooker did not want it any more. */
    public static final class Ended extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;

        private Ended() {
            super("ended by its onlooker", null, false, false);
        }
    }

    /**
     * How far it is.
     *
     * @param share of all requests of all runs that are known by now, 0 to 1
     * @param requests that arrived, in all runs
     * @param runs how many there are, so far as is known
     */
    public record Progress(double share, long requests, long runs) {}

    /** Ends every run soon; what they have so far is kept. */
    public void cancel() {
        cancelled = true;
    }

    /** Whether all runs are to end; from any thread. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** How far it is now. */
    public Progress progress() {
        long runs = Math.max(1, tasks.get());
        return new Progress(
                Math.min(FULL, arrivedPpm.get() / 1e6 / runs), arrived.get(), tasks.get());
    }

    void expect(int more) {
        tasks.addAndGet(more);
    }

    /** A watch for one run. */
    Watch watch() {
        return new Watch() {
            private long seenPpm;
            private int seen;

            @Override
            public boolean goOn(int now, int of, long nowNanos) {
                long ppm = of == 0 ? 1_000_000 : 1_000_000L * now / of;
                arrivedPpm.addAndGet(ppm - seenPpm);
                arrived.addAndGet(now - seen);
                seenPpm = ppm;
                seen = now;
                if (!onlooker.test(progress())) {
                    throw new Ended();
                }
                return !cancelled;
            }
        };
    }
}
