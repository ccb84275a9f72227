// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.meter.RecordedUse;
import io.wattmill.kit.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Opens a journal: reads what an earlier run left, and closes what it left open. Blocks on the
 * disk.
 */
public final class JournalRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(JournalRecovery.class);

    private JournalRecovery() {}

    /**
     * The journal in {@code folder}, ready for work. Closed requests that were not settled will be
     * settled again; open ones are closed as interrupted, as of their last mark. Writing goes on in
     * a new segment: a torn one is only read.
     *
     * @throws JournalException when another process has the folder, or it cannot be used
     */
    public static Journal open(
            Path folder, JournalConfig config, Clock clock, MeterRegistry metrics) {
        JournalFiles files = JournalFiles.open(folder);
        try {
            return open(files, config, clock, metrics);
        } catch (IOException e) {
            release(files);
            throw new JournalException("cannot read the journal in " + folder, e);
        } catch (RuntimeException e) {
            release(files);
            throw e;
        }
    }

    private static Journal open(
            JournalFiles files, JournalConfig config, Clock clock, MeterRegistry metrics)
            throws IOException {
        List<Segment> old = activeSegments(files);
        Recovered recovered = new Recovered();
        old.forEach(recovered::read);
        UUID journalId = old.isEmpty() ? UUID.randomUUID() : old.getLast().header().journalId();
        long number = old.isEmpty() ? 0 : old.getLast().header().number();
        SegmentQueue queue = new SegmentQueue(config, files, journalId, number);
        old.forEach(queue::addOld);
        queue.roll(recovered.lastSequence(), recovered.lastInstantUs());
        Journal journal = new Journal(config, clock, metrics, files, journalId, queue, recovered);
        interrupt(journal, recovered, metrics);
        journal.start();
        return journal;
    }

    /** Segments that were in use; a prepared one that never was is thrown away. */
    private static List<Segment> activeSegments(JournalFiles files) throws IOException {
        List<Segment> active = new ArrayList<>();
        for (Path file : files.segments()) {
            if (Files.size(file) < Segment.HEADER_BYTES) {
                Files.delete(file);
                continue;
            }
            Segment segment = Segment.open(file);
            if (segment.isActive()) {
                active.add(segment);
            } else {
                segment.delete();
            }
        }
        return active;
    }

    private static void interrupt(Journal journal, Recovered recovered, MeterRegistry metrics) {
        recovered.open().forEach(state -> journal.closeRecovered(interrupted(state)));
        metrics.counter("wattmill_journal_interrupted").increment(recovered.open().size());
        metrics.counter("wattmill_journal_damage").increment(recovered.damage().size());
        recovered
                .damage()
                .forEach(text -> LOG.atWarn().addKeyValue("damage", text).log("journal recovered"));
        if (!recovered.open().isEmpty() || !recovered.unsettled().isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("interrupted", recovered.open().size())
                    .addKeyValue("unsettled", recovered.unsettled().size())
                    .log("journal continues an earlier run");
        }
    }

    private static UsageRecord interrupted(UsageRecord.Builder state) {
        long endedAtUs = Math.max(state.getEndedAtUs(), state.getAdmittedAtUs());
        state.setOutcome(Outcome.OUTCOME_INTERRUPTED).setEndedAtUs(endedAtUs);
        if (state.getAttemptsCount() > 0) {
            Attempt.Builder last = state.getAttemptsBuilder(state.getAttemptsCount() - 1);
            last.setOutcome(Outcome.OUTCOME_INTERRUPTED)
                    .setEndedAtUs(Math.max(endedAtUs, last.getStartedAtUs()))
                    .setFirstTokenAtUs(state.getFirstTokenAtUs())
                    .setTokens(state.getTokens());
        }
        List<LeaseUse> uses = RecordedUse.of(state.build());
        return state.clearLeases().addAllLeases(uses).build();
    }

    private static void release(JournalFiles files) {
        try {
            files.close();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the journal's lock cannot be released");
        }
    }
}
