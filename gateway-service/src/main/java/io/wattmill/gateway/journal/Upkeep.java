// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the journal does beside the requests' way, on two threads of its own: one writes to the disk
 * in groups and deletes what is settled, the other makes the next segment, which takes too long for
 * any other thread.
 *
 * <p>Only the first deletes segments, so that none goes while it is being written.
 */
final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Object lock;
    private final SegmentQueue segments;
    private final Worker syncer;
    private final Worker preparer;
    private final Timer syncTime;
    private volatile @Nullable String failure;
    private volatile Runnable onSynced = () -> {};

    /** Keeps {@code segments}, which {@code lock} guards. */
    Upkeep(Object lock, SegmentQueue segments, Duration syncInterval, MeterRegistry metrics) {
        this.lock = lock;
        this.segments = segments;
        this.syncer = new Worker("wattmill-journal-sync", syncInterval, this::sync);
        this.preparer = new Worker("wattmill-journal-prepare", Duration.ZERO, this::prepare);
        this.syncTime = Timer.builder("wattmill_journal_sync").register(metrics);
    }

    void start() {
        syncer.start();
        preparer.start();
        syncer.wake();
        preparer.wake();
    }

    /** Calls {@code listener} after each write to the disk. */
    void onSynced(Runnable listener) {
        onSynced = listener;
    }

    /** Why the disk cannot be trusted any more, when it cannot. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Something was appended. */
    void appended() {
        syncer.wake();
    }

    /** A segment was begun: there should be a next one. */
    void rolled() {
        preparer.wake();
    }

    private void sync() {
        List<Segment> dirty;
        int[] tails;
        synchronized (lock) {
            dirty = segments.dirty();
            tails = dirty.stream().mapToInt(Segment::tail).toArray();
        }
        long started = System.nanoTime();
        for (int i = 0; i < dirty.size(); i++) {
            force(dirty.get(i), tails[i]);
        }
        if (!dirty.isEmpty()) {
            syncTime.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
        }
        retire();
        onSynced.run();
    }

    /** After a failed sync nobody knows which pages are on the disk: only a restart finds out. */
    private void force(Segment segment, int tail) {
        try {
            segment.force(segment.synced(), tail);
            synchronized (lock) {
                segment.synced(tail);
            }
        } catch (JournalException e) {
            failure =
                    "the journal cannot be written to disk; see the log, then restart the gateway";
            throw e;
        }
    }

    private void retire() {
        List<Segment> free;
        synchronized (lock) {
            free = segments.takeFree();
        }
        for (Segment segment : free) {
            try {
                segment.delete();
            } catch (IOException e) {
                LOG.atWarn().setCause(e).log("an old journal segment cannot be deleted");
            }
        }
        if (!free.isEmpty()) {
            preparer.wake();
        }
    }

    private void prepare() {
        boolean wanted;
        synchronized (lock) {
            wanted = segments.wantsNext();
        }
        if (wanted) {
            Segment segment = segments.create();
            synchronized (lock) {
                segments.prepared(segment);
            }
        }
    }

    /** Ends both threads and writes what is left to the disk. */
    @Override
    public void close() {
        preparer.close();
        syncer.close();
        sync();
    }
}
