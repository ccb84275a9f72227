// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.journal.SegmentQueue.Place;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.time.Clock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's books until the ledger has them. Every method may be called from any thread; none
 * waits for the disk but {@link #close()}.
 *
 * <p>Room for closing every open request is held back, so that a journal that is full refuses new
 * requests and loses none that it has.
 */
public final class Journal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int MARKS_BYTES = 64 * 1024;

    private final Object lock = new Object();
    private final JournalConfig config;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final JournalFiles files;
    private final UUID journalId;
    private final SegmentQueue segments;
    private final Map<String, OpenRequest> open = new LinkedHashMap<>();
    private final ArrayDeque<ClosedRequest> unsettled;
    private final Worker syncer;
    private final Worker preparer;
    private final Timer syncTime;
    private long lastSequence;
    private long settledThrough;
    private long lastInstantUs;
    private volatile @Nullable String failure;
    private volatile Runnable onDurable = () -> {};

    /** Made by {@link JournalRecovery}. */
    Journal(
            JournalConfig config,
            Clock clock,
            MeterRegistry metrics,
            JournalFiles files,
            UUID journalId,
            SegmentQueue segments,
            Recovered recovered) {
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
        this.files = files;
        this.journalId = journalId;
        this.segments = segments;
        this.unsettled = new ArrayDeque<>(recovered.unsettled());
        this.lastSequence = recovered.lastSequence();
        this.settledThrough = recovered.settledThrough();
        this.lastInstantUs = recovered.lastInstantUs();
        this.syncTime = Timer.builder("wattmill_journal_sync").register(metrics);
        this.syncer = new Worker("wattmill-journal-sync", config.syncInterval(), this::sync);
        this.preparer = new Worker("wattmill-journal-prepare", Duration.ZERO, this::prepare);
        gauges();
    }

    private void gauges() {
        Gauge.builder("wattmill_journal_open", this, Journal::openRequests).register(metrics);
        Gauge.builder("wattmill_journal_unsettled", this, Journal::unsettledRequests)
                .register(metrics);
        Gauge.builder("wattmill_journal_segments", this, Journal::segmentCount).register(metrics);
    }

    void start() {
        syncer.start();
        preparer.start();
        syncer.wake();
        preparer.wake();
    }

    /** This gateway, across restarts. */
    public String gatewayId() {
        return files.gatewayId();
    }

    /** This journal; a gateway whose journal was lost has another. */
    public String journalId() {
        return journalId.toString();
    }

    /** Why the journal takes no more requests, when it does not. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Calls {@code listener} on the journal's thread whenever closed requests have reached the
     * disk.
     */
    public void onDurable(Runnable listener) {
        onDurable = listener;
    }

    /**
     * Puts a request on record and gives it its instant of admission. {@code draft} says what is
     * known of it; its request id is new.
     */
    public Opening open(UsageRecord draft) {
        byte[] payload = draft.toByteArray();
        synchronized (lock) {
            String reason = refusal(payload);
            if (reason != null) {
                return new Opening.Full(reason);
            }
            Place place = append(RecordType.STATE, nextInstantUs(), payload);
            OpenRequest request = new OpenRequest(lastInstantUs, draft, place.segment());
            place.segment().pinOpen(1);
            open.put(draft.getRequestId(), request);
            return new Opening.Opened(request);
        }
    }

    private @Nullable String refusal(byte[] payload) {
        if (failure != null) {
            return failure;
        }
        if (open.size() >= config.maxOpen()) {
            Limits.hit(metrics, "journal.max-open");
            return "the journal holds " + open.size() + " open requests, its limit";
        }
        long held = (long) (open.size() + 1) * config.reserveBytes();
        if (!segments.hasRoom(Segment.sizeOf(payload), held)) {
            Limits.hit(metrics, "journal.max-segments");
            return "the journal is full until the ledger takes what is in it";
        }
        return null;
    }

    /**
     * Admissions never go back in time, so that a watermark that was sent stays true when the
     * host's clock is set.
     */
    private long nextInstantUs() {
        lastInstantUs = Math.max(clock.nowUs(), lastInstantUs);
        return lastInstantUs;
    }

    /** Replaces what is known of an open request, for example when an engine was chosen. */
    public void update(OpenRequest request, UsageRecord state) {
        byte[] payload = state.toByteArray();
        synchronized (lock) {
            request.state(state);
            if (hasSpareRoom(payload)) {
                place(request, payload);
            }
        }
    }

    private void place(OpenRequest request, byte[] payload) {
        request.moveTo(append(RecordType.STATE, request.admittedAtUs(), payload).segment());
    }

    /**
     * A request in progress and what changed since the last mark; ids and what is set are merged
     * into its state.
     */
    public record Mark(OpenRequest request, UsageRecord changes) {}

    /** Notes progress. After a crash a request is settled as of its last mark. */
    public void mark(List<Mark> marks) {
        synchronized (lock) {
            SettleBatch.Builder batch = SettleBatch.newBuilder();
            int bytes = 0;
            for (Mark mark : marks) {
                mark.request()
                        .state(
                                mark.request().state().toBuilder()
                                        .mergeFrom(mark.changes())
                                        .build());
                batch.addRecords(mark.changes());
                bytes += mark.changes().getSerializedSize();
                if (bytes > MARKS_BYTES) {
                    writeMarks(batch);
                    bytes = 0;
                }
            }
            writeMarks(batch);
            carry();
        }
    }

    private void writeMarks(SettleBatch.Builder batch) {
        byte[] payload = batch.build().toByteArray();
        batch.clear();
        if (payload.length > 0 && hasSpareRoom(payload)) {
            append(RecordType.MARKS, 0, payload);
        }
    }

    /** Moves long requests on from an old segment, so that it can be deleted. */
    private void carry() {
        Segment oldest = segments.heldByOpenOnly();
        if (oldest == null) {
            return;
        }
        for (OpenRequest request : List.copyOf(open.values())) {
            byte[] payload = request.state().toByteArray();
            if (request.home() == oldest && hasSpareRoom(payload)) {
                place(request, payload);
            }
        }
    }

    private boolean hasSpareRoom(byte[] payload) {
        return segments.hasRoom(
                Segment.sizeOf(payload), (long) open.size() * config.reserveBytes());
    }

    /**
     * Closes a request and gives it the next sequence, which is returned. When this returns the
     * record survives the end of the process. The record's admission must be the one that {@link
     * #open} gave.
     */
    public long close(OpenRequest request, UsageRecord record) {
        byte[] payload = fitting(record);
        synchronized (lock) {
            open.remove(record.getRequestId());
            request.home().pinOpen(-1);
            return close(record.getAdmittedAtUs(), payload);
        }
    }

    private long close(long admittedAtUs, byte[] payload) {
        long sequence = lastSequence + 1;
        Place place = append(RecordType.CLOSE, sequence, payload);
        lastSequence = sequence;
        place.segment().pinClose(1);
        unsettled.addLast(
                new ClosedRequest(sequence, admittedAtUs, place.segment(), place.offset()));
        return sequence;
    }

    /** Closes a request that an earlier run left open. */
    void closeRecovered(UsageRecord record) {
        synchronized (lock) {
            close(record.getAdmittedAtUs(), fitting(record));
        }
    }

    /**
     * What explains a decision is left out before a record outgrows the room that was held for it.
     */
    private byte[] fitting(UsageRecord record) {
        byte[] payload = record.toByteArray();
        if (Segment.sizeOf(payload) <= config.reserveBytes()) {
            return payload;
        }
        Limits.hit(metrics, "journal.reserve-bytes");
        return record.toBuilder().clearDecision().build().toByteArray();
    }

    private Place append(RecordType type, long number, byte[] payload) {
        Segment before = segments.current();
        Place place = segments.append(type, number, payload, lastSequence, lastInstantUs);
        if (place.segment() != before) {
            preparer.wake();
        }
        syncer.wake();
        return place;
    }

    /**
     * The oldest durable, unsettled requests, at most {@code max}, and the watermark of the moment.
     */
    public SettleWindow window(int max) {
        List<ClosedRequest> taken = new ArrayList<>();
        long watermarkUs;
        long settled;
        long closed;
        synchronized (lock) {
            watermarkUs = nextInstantUs();
            for (ClosedRequest request : unsettled) {
                if (taken.size() < max && request.isDurable()) {
                    taken.add(request);
                } else {
                    watermarkUs = Math.min(watermarkUs, request.admittedAtUs());
                }
            }
            if (!open.isEmpty()) {
                watermarkUs = Math.min(watermarkUs, open.values().iterator().next().admittedAtUs());
            }
            settled = settledThrough;
            closed = lastSequence;
        }
        long last = taken.isEmpty() ? settled : taken.getLast().sequence();
        return new SettleWindow(records(taken), last, watermarkUs, settled, closed);
    }

    /** Read without the lock: a segment with unsettled requests is neither moved nor deleted. */
    private static List<UsageRecord> records(List<ClosedRequest> closed) {
        List<UsageRecord> records = new ArrayList<>(closed.size());
        for (ClosedRequest request : closed) {
            byte[] payload = request.segment().payload(request.offset());
            records.add(StoredRecord.parse(payload, request.sequence()));
        }
        return records;
    }

    /** The ledger has confirmed every request up to {@code sequence}. */
    public void settled(long sequence) {
        synchronized (lock) {
            while (!unsettled.isEmpty() && unsettled.getFirst().sequence() <= sequence) {
                unsettled.removeFirst().segment().pinClose(-1);
            }
            settledThrough = Math.max(settledThrough, sequence);
            byte[] payload = {1};
            if (hasSpareRoom(payload)) {
                append(RecordType.SETTLED, settledThrough, payload);
            }
        }
    }

    /** Keeps a record that the ledger refused for good where a person can find it. */
    public void reject(UsageRecord record, String code, String message) {
        RejectedFile.append(files.rejected(), config.maxRejectedBytes(), record, code, message);
    }

    /** Closed requests that the ledger has not confirmed. */
    public int unsettledRequests() {
        synchronized (lock) {
            return unsettled.size();
        }
    }

    /** Requests that are not closed. */
    public int openRequests() {
        synchronized (lock) {
            return open.size();
        }
    }

    /** Segment files in use. */
    public int segmentCount() {
        synchronized (lock) {
            return segments.size();
        }
    }

    /**
     * On the sync thread, the only one that deletes segments, so that none goes while it is forced.
     */
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
        if (unsettledRequests() > 0) {
            onDurable.run();
        }
    }

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

    /** On the preparer's thread: filling a file takes too long for any other. */
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

    /**
     * Syncs what is there and gives the files back. Open requests stay open: the next run settles
     * them.
     */
    @Override
    public void close() {
        preparer.close();
        syncer.close();
        sync();
        synchronized (lock) {
            segments.close();
        }
        try {
            files.close();
        } catch (IOException e) {
            throw new JournalException("cannot release the journal", e);
        }
    }
}
