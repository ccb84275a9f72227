// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Reads back from disk, on the spool's thread, and hands on what it read on the backlog's own
 * context. What fails is tried again one by one; a file of which one fails each time is given up
 * from there on, for it must not hold up what is behind it.
 */
final class Reader<T> {

    /** So often in a row, then it is given up. */
    private static final int MOST_FAILURES = 3;

    private final SpoolThread thread;
    private final Spool spool;
    private final Codec<T> codec;
    private final int batch;
    private final Executor home;
    private final SpoolMetrics metrics;
    private final Runnable onGivenUp;
    private int failures;

    /**
     * @param batch how many items are read at once
     * @param onGivenUp runs when what comes behind may be read
     */
    Reader(
            SpoolThread thread,
            Spool spool,
            Codec<T> codec,
            int batch,
            Executor home,
            SpoolMetrics metrics,
            Runnable onGivenUp) {
        this.thread = thread;
        this.spool = spool;
        this.codec = codec;
        this.batch = batch;
        this.home = home;
        this.metrics = metrics;
        this.onGivenUp = onGivenUp;
    }

    /** What is to be read: behind {@code from}, up to {@code upTo}. */
    record Range(long from, long upTo) {}

    /** Reads a part of a range; one of both runs when that is done. False when it cannot begin. */
    boolean read(Range range, Consumer<Fetched<T>> then, Runnable otherwise) {
        int most = failures == 0 ? batch : 1;
        return thread.offer(() -> fetch(range, most, then, otherwise));
    }

    private void fetch(Range range, int most, Consumer<Fetched<T>> then, Runnable otherwise) {
        Runnable end = () -> failed(range, otherwise);
        try {
            Spool.Batch read = spool.load(range.from(), range.upTo(), most);
            Fetched<T> found = Fetched.of(read, range.upTo(), codec);
            end = () -> fetched(found, then);
        } finally {
            home.execute(end);
        }
    }

    private void fetched(Fetched<T> found, Consumer<Fetched<T>> then) {
        failures = 0;
        if (found.unreadable() > 0) {
            metrics.unreadable(found.unreadable());
        }
        then.accept(found);
    }

    private void failed(Range range, Runnable otherwise) {
        failures++;
        otherwise.run();
        if (failures >= MOST_FAILURES) {
            failures = 0;
            thread.offer(() -> giveUp(range.from()));
        }
    }

    private void giveUp(long from) {
        spool.giveUp(from);
        home.execute(onGivenUp);
    }
}
