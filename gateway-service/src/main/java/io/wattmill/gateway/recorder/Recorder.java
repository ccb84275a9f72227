// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recorder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.recording.FinishedRequest;
import io.wattmill.gateway.recording.Pseudonyms;
import io.wattmill.gateway.recording.RecordedCounts;
import io.wattmill.gateway.recording.RecordingLines;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Records requests that have ended. {@link #finished} may be called on any thread and never waits;
 * what does not fit into the queue is dropped, counted, and noted in the file.
 */
public final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final long US_PER_DAY = 86_400_000_000L;

    private final Vertx vertx;
    private final RecordingConfig config;
    private final Path path;
    private final RecordingLines lines;
    private final Predicate<KeyRecord> recorded;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final ArrayBlockingQueue<FinishedRequest> waiting;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();
    private final Counter written;
    private final Counter lost;
    private volatile Optional<RecordingFolder> folder = Optional.empty();
    private volatile List<RecordedDay> days = List.of();
    private volatile long timer;
    private volatile boolean failing;

    /**
     * A recorder that has opened nothing yet.
     *
     * @param path folder of the files
     * @param names pseudonyms of this site
     * @param recorded whether requests of a key may be written down at all
     */
    public Recorder(
            Vertx vertx,
            RecordingConfig config,
            Path path,
            Pseudonyms names,
            Predicate<KeyRecord> recorded,
            Clock clock,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.path = path;
        this.lines = new RecordingLines(names);
        this.recorded = recorded;
        this.clock = clock;
        this.metrics = metrics;
        this.waiting = new ArrayBlockingQueue<>(config.maxQueue());
        this.written = metrics.counter("wattmill_recording_requests");
        this.lost = metrics.counter("wattmill_recording_dropped");
    }

    /** Opens the folder; from then on what has ended is written. */
    public Future<Void> start() {
        return vertx.executeBlocking(this::open)
                .onSuccess(
                        _ ->
                                timer =
                                        vertx.setPeriodic(
                                                config.flushInterval().toMillis(), _ -> flush()))
                .mapEmpty();
    }

    private int open() throws IOException {
        RecordingFolder opened = RecordingFolder.open(path, config, lines);
        opened.retire(today());
        days = opened.days();
        folder = Optional.of(opened);
        return days.size();
    }

    /** Takes note of a request of {@code key}. */
    public void finished(KeyRecord key, FinishedRequest request) {
        if (config.enabled() && recorded.test(key) && !waiting.offer(request)) {
            Limits.hit(metrics, "recording.max-queue");
            lost.increment();
            dropped.incrementAndGet();
        }
    }

    /** Whether requests are written down. */
    public boolean isEnabled() {
        return config.enabled();
    }

    /** Bounds of reading what was written. */
    public RecordingConfig config() {
        return config;
    }

    /** What there is, oldest day first; as of the last write. */
    public List<RecordedDay> days() {
        return days;
    }

    private LocalDate today() {
        return LocalDate.ofEpochDay(Math.floorDiv(clock.nowUs(), US_PER_DAY));
    }

    private void flush() {
        boolean due =
                !waiting.isEmpty()
                        || dropped.get() > 0
                        || folder.map(open -> open.isBehind(today())).orElse(false);
        if (due && writing.compareAndSet(false, true)) {
            vertx.executeBlocking(this::write).onComplete(this::told);
        }
    }

    /** Says once that writing fails, not twice a second. */
    private void told(AsyncResult<Integer> done) {
        writing.set(false);
        if (done.failed() && !failing) {
            LOG.atError().setCause(done.cause()).log("requests cannot be recorded");
        }
        failing = done.failed();
    }

    /** Writes what waits; how many requests that were. One thread at a time. */
    private synchronized int write() throws IOException {
        RecordingFolder open = folder.orElseThrow();
        List<FinishedRequest> batch = new ArrayList<>(waiting.size());
        waiting.drainTo(batch);
        long before = dropped.getAndSet(0);
        try {
            write(open, batch, before);
            written.increment(batch.size());
            return batch.size();
        } catch (IOException | RuntimeException e) {
            lost.increment(batch.size());
            dropped.addAndGet(before + batch.size());
            throw e;
        } finally {
            days = open.days();
        }
    }

    private void write(RecordingFolder open, List<FinishedRequest> batch, long before)
            throws IOException {
        if (batch.isEmpty() && before == 0) {
            open.endBefore(today());
            return;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        RecordedCounts counts = RecordedCounts.lost(before);
        for (FinishedRequest request : batch) {
            lines.request(text, request);
            counts = counts.plus(RecordedCounts.one(request.arrivedAtUs()));
        }
        open.append(today(), text.toByteArray(), counts);
        for (int gone = open.retire(today()); gone > 0; gone--) {
            Limits.hit(metrics, "recording.total-bytes");
        }
    }

    /** Writes what waits and closes the file. */
    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return vertx.executeBlocking(this::close).mapEmpty();
    }

    private synchronized int close() throws IOException {
        if (folder.isEmpty()) {
            return 0;
        }
        int rest = write();
        folder.get().end();
        days = folder.get().days();
        return rest;
    }
}
