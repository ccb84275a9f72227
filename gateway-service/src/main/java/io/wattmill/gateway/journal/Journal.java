// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.ledger.v1.GatewayCounts;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.journal.Reserve.Fitting;
import io.wattmill.gateway.journal.SegmentQueue.Place;
import io.wattmill.kit.time.Clock;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The gateway's books until the ledger has them. Every method may be called from any thread; none
 * waits for the disk but {@link #close()} and {@link #reject}.
 *
 * <p>A journal that is full refuses new requests and loses none that it has: see {@link Reserve}.
 */
public final class Journal implements AutoCloseable {

    /**
     * Unsettled records that stay in memory too: reading them back would cost more than they take.
     */
    private static final int KEPT = 8_192;

    private static final byte[] NOTHING_MORE = {1};

    private final Object lock = new Object();
    private final JournalConfig config;
    private final Clock clock;
    private final JournalFiles files;
    private final UUID journalId;
    private final SegmentQueue segments;
    private final Backlog backlog;
    private final ClosedCounts counts;
    private final Upkeep upkeep;
    private final OpenRequests open = new OpenRequests();
    private final Reserve reserve;
    private final RecordLog log;
    private final Progress progress;

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
        this.files = files;
        this.journalId = journalId;
        this.segments = segments;
        this.backlog = new Backlog(recovered);
        this.counts = new ClosedCounts(recovered.lastSequence());
        this.upkeep = new Upkeep(lock, segments, config.syncInterval(), metrics);
        this.reserve = new Reserve(config, segments, open, metrics);
        this.log = new RecordLog(clock, segments, backlog, upkeep, recovered.lastInstantUs());
        this.progress = new Progress(segments, open, reserve, log);
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
            Optional<String> reason = failure().or(() -> reserve.refusal(payload));
            if (reason.isPresent()) {
                return new Opening.Full(reason.get());
            }
            long admittedAtUs = log.nextInstantUs();
            Place place = log.append(RecordType.STATE, admittedAtUs, payload);
            OpenRequest request = new OpenRequest(admittedAtUs, draft, place.segment());
            open.add(draft.getRequestId(), request);
            return new Opening.Opened(request);
        }
    }

    /** Replaces what is known of an open request, for example when an engine was chosen. */
    public void update(OpenRequest request, UsageRecord state) {
        byte[] payload = state.toByteArray();
        synchronized (lock) {
            request.state(state);
            progress.rewrite(request, payload);
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
            progress.mark(marks);
        }
    }

    /**
     * Closes a request and gives it the next sequence, which is returned. When this returns the
     * record survives the end of the process. The record's admission must be the one that {@link
     * #open} gave.
     */
    public long close(OpenRequest request, UsageRecord record) {
        Fitting fitting = reserve.fitting(record);
        synchronized (lock) {
            open.remove(record.getRequestId());
            request.home().pinOpen(-1);
            return close(fitting);
        }
    }

    /** Closes a request that an earlier run left open. */
    void closeRecovered(UsageRecord record) {
        synchronized (lock) {
            close(reserve.fitting(record));
        }
    }

    private long close(Fitting fitting) {
        long sequence = backlog.closedThrough() + 1;
        Place place = log.append(RecordType.CLOSE, sequence, fitting.payload());
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

    /**
     * The oldest durable, unsettled requests, at most {@code max}, and the watermark of the moment.
     */
    public SettleWindow window(int max) {
        Backlog.Due due;
        synchronized (lock) {
            due = backlog.due(max, open.earliestAdmission(log.nextInstantUs()));
        }
        return due.read();
    }

    /** The ledger has confirmed every request up to {@code sequence}. */
    public void settled(long sequence) {
        synchronized (lock) {
            backlog.settle(sequence);
            if (reserve.isSpare(NOTHING_MORE)) {
                log.append(RecordType.SETTLED, backlog.settledThrough(), NOTHING_MORE);
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
