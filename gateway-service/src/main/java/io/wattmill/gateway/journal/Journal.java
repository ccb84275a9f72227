// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.ledger.v1.GatewayCounts;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.journal.SegmentQueue.Place;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.time.Clock;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The gateway's books until the ledger has them. Every method may be called from any thread; none
 * waits for the disk but {@link #close()} and {@link #reject}.
 *
 * <p>Room for closing every open request is held back, so that a journal that is full refuses new
 * requests and loses none that it has.
 */
public final class Journal implements AutoCloseable {

    private static final int MARKS_BYTES = 64 * 1024;

    /**
     * Unsettled records that stay in memory too: reading them back would cost more than they take.
     */
    private static final int KEPT = 8_192;

    private static final byte[] NOTHING_MORE = {1};

    private final Object lock = new Object();
    private final JournalConfig config;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final JournalFiles files;
    private final UUID journalId;
    private final SegmentQueue segments;
    private final Backlog backlog;
    private final ClosedCounts counts;
    private final Upkeep upkeep;
    private final Map<String, OpenRequest> open = new LinkedHashMap<>();
    private long lastInstantUs;

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
        this.backlog = new Backlog(recovered);
        this.counts = new ClosedCounts(recovered.lastSequence());
        this.upkeep = new Upkeep(lock, segments, config.syncInterval(), metrics);
        this.lastInstantUs = recovered.lastInstantUs();
        Gauge.builder("wattmill_journal_open", this, Journal::openRequests).register(metrics);
        Gauge.builder("wattmill_journal_unsettled", this, Journal::unsettledRequests)
                .register(metrics);
        Gauge.builder("wattmill_journal_segments", this, Journal::segmentCount).register(metrics);
    }

    void start() {
        upkeep.start();
    }

    /** This gateway, across restarts. */
    public String gatewayId() {
        return files.gatewayId();
    }

    /** This journal; a gateway whose journal was lost has another. */
    public String journalId() {
        return journalId.toString();
    }

    /** Why the journal takes no more requests, when the disk has failed it. */
    public Optional<String> failure() {
        return upkeep.failure();
    }

    /**
     * Calls {@code listener} on the journal's thread when closed requests may have reached the
     * disk.
     */
    public void onDurable(Runnable listener) {
        upkeep.onSynced(
                () -> {
                    if (unsettledRequests() > 0) {
                        listener.run();
                    }
                });
    }

    /**
     * Puts a request on record and gives it its instant of admission. {@code draft} says what is
     * known of it; its request id is new.
     */
    public Opening open(UsageRecord draft) {
        byte[] payload = draft.toByteArray();
        synchronized (lock) {
            Optional<String> reason = refusal(payload);
            if (reason.isPresent()) {
                return new Opening.Full(reason.get());
            }
            long admittedAtUs = nextInstantUs();
            Place place = append(RecordType.STATE, admittedAtUs, payload);
            OpenRequest request = new OpenRequest(admittedAtUs, draft, place.segment());
            open.put(draft.getRequestId(), request);
            return new Opening.Opened(request);
        }
    }

    private Optional<String> refusal(byte[] payload) {
        if (failure().isPresent()) {
            return failure();
        }
        if (open.size() >= config.maxOpen()) {
            Limits.hit(metrics, "journal.max-open");
            return Optional.of("the journal holds " + open.size() + " open requests, its limit");
        }
        long held = (long) (open.size() + 1) * config.reserveBytes();
        if (!segments.hasRoom(Segment.sizeOf(payload), held)) {
            Limits.hit(metrics, "journal.max-segments");
            return Optional.of("the journal is full until the ledger takes what is in it");
        }
        return Optional.empty();
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
            rewrite(request, payload);
        }
    }

    private void rewrite(OpenRequest request, byte[] payload) {
        if (hasSpareRoom(payload)) {
            Place place = append(RecordType.STATE, request.admittedAtUs(), payload);
            request.moveTo(place.segment());
        }
    }

    /**
     * A request in progress and what changed since the last mark; what is set in it is merged into
     * its state.
     */
    public record Mark(OpenRequest request, UsageRecord changes) {}

    /** Notes progress. After a crash a request is settled as of its last mark. */
    public void mark(List<Mark> marks) {
        synchronized (lock) {
            SettleBatch.Builder batch = SettleBatch.newBuilder();
            int bytes = 0;
            for (Mark mark : marks) {
                mark.request().merge(mark.changes());
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
        segments.heldByOpenOnly()
                .ifPresent(
                        old ->
                                open.values().stream()
                                        .filter(request -> request.home() == old)
                                        .forEach(
                                                request ->
                                                        rewrite(
                                                                request,
                                                                request.state().toByteArray())));
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
        Fitting fitting = fitting(record);
        synchronized (lock) {
            open.remove(record.getRequestId());
            request.home().pinOpen(-1);
            return close(fitting);
        }
    }

    /** Closes a request that an earlier run left open. */
    void closeRecovered(UsageRecord record) {
        synchronized (lock) {
            close(fitting(record));
        }
    }

    private long close(Fitting fitting) {
        long sequence = backlog.closedThrough() + 1;
        Place place = append(RecordType.CLOSE, sequence, fitting.payload());
        backlog.add(
                new ClosedRequest(
                        sequence,
                        fitting.record().getAdmittedAtUs(),
                        place.segment(),
                        place.offset(),
                        Optional.of(fitting.record()).filter(_ -> backlog.size() < KEPT)));
        counts.add(sequence, fitting.record());
        return sequence;
    }

    /** A record that fits into the room that was held for it, and its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Fitting(UsageRecord record, byte[] payload) {

        static Fitting of(UsageRecord record) {
            return new Fitting(record, record.toByteArray());
        }
    }

    /**
     * What explains a decision is left out before a record outgrows the room that was held for it.
     */
    private Fitting fitting(UsageRecord record) {
        Fitting whole = Fitting.of(record);
        if (Segment.sizeOf(whole.payload()) <= config.reserveBytes()) {
            return whole;
        }
        Limits.hit(metrics, "journal.reserve-bytes");
        return Fitting.of(record.toBuilder().clearDecision().build());
    }

    private Place append(RecordType type, long number, byte[] payload) {
        Segment before = segments.current();
        Place place =
                segments.append(type, number, payload, backlog.closedThrough(), lastInstantUs);
        if (place.segment() != before) {
            upkeep.rolled();
        }
        upkeep.appended();
        return place;
    }

    /**
     * The oldest durable, unsettled requests, at most {@code max}, and the watermark of the moment.
     */
    public SettleWindow window(int max) {
        List<ClosedRequest> taken;
        long watermarkUs;
        long settledThrough;
        long closedThrough;
        synchronized (lock) {
            taken = backlog.oldestDurable(max);
            watermarkUs =
                    backlog.earliestAdmissionBehind(taken.size(), earliestOpen(nextInstantUs()));
            settledThrough = backlog.settledThrough();
            closedThrough = backlog.closedThrough();
        }
        long last = taken.isEmpty() ? settledThrough : taken.getLast().sequence();
        return new SettleWindow(records(taken), last, watermarkUs, settledThrough, closedThrough);
    }

    /** Requests are opened in order of admission, so the first is the earliest. */
    private long earliestOpen(long none) {
        return open.isEmpty() ? none : open.values().iterator().next().admittedAtUs();
    }

    /** Read without the lock: a segment with unsettled requests is neither moved nor deleted. */
    private static List<UsageRecord> records(List<ClosedRequest> closed) {
        return closed.stream().map(ClosedRequest::record).toList();
    }

    /** The ledger has confirmed every request up to {@code sequence}. */
    public void settled(long sequence) {
        synchronized (lock) {
            backlog.settle(sequence);
            if (hasSpareRoom(NOTHING_MORE)) {
                append(RecordType.SETTLED, backlog.settledThrough(), NOTHING_MORE);
            }
        }
    }

    /**
     * Keeps a record that the ledger refused for good where a person can find it. Blocks on the
     * disk.
     */
    public void reject(UsageRecord record, String code, String message) {
        RejectedFile.append(files.rejected(), config.maxRejectedBytes(), record, code, message);
    }

    /** What this process has closed, as a gateway tells it to the ledger beside its records. */
    public GatewayCounts counts() {
        synchronized (lock) {
            return counts.at(clock.nowUs());
        }
    }

    /** Closed requests that the ledger has not confirmed. */
    public int unsettledRequests() {
        synchronized (lock) {
            return backlog.size();
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
     * Writes what is there to the disk and gives the files back. Open requests stay open: the next
     * run settles them.
     */
    @Override
    public void close() {
        upkeep.close();
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
