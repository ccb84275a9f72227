// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.journal.OpenRequest;
import io.wattmill.gateway.journal.Opening;
import io.wattmill.gateway.meter.Metering;
import io.wattmill.gateway.meter.Situation;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.rates.RateCards;
import io.wattmill.gateway.wire.Usage;
import io.wattmill.kit.time.Clock;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.OptionalLong;

/** What is written down of one request, from admission to the end. */
final class RequestBooks {

    private static final int MAX_ENGINE_TEXT = 128;

    private final Job job;
    private final Journal journal;
    private final RateCards rates;
    private final NewestRequests newest;
    private final Clock clock;
    private final UsageRecord.Builder record;
    private final Tries tries;
    private final AttemptRecords attempts;
    private @Nullable OpenRequest open;
    private UsageRecord closed = UsageRecord.getDefaultInstance();
    private EnergyCoefficients coefficients = EnergyCoefficients.getDefaultInstance();

    RequestBooks(Job job, Relay.Parts parts) {
        this.job = job;
        this.tries = new Tries(job.request().model());
        this.journal = parts.journal();
        this.rates = parts.rates();
        this.newest = parts.newest();
        this.clock = parts.clock();
        this.record =
                UsageRecord.newBuilder()
                        .setRequestId(job.requestId())
                        .setPrincipal(job.key().principal())
                        .setWork(Discretion.recorded(job))
                        .setApi(job.dialect().api())
                        .setModel(job.request().model())
                        .setStream(job.request().stream())
                        .setMaxOutputTokens(job.request().maxOutputTokens().orElse(0))
                        .addAllLeases(job.ticket().named());
        this.attempts = new AttemptRecords(job, parts.clock(), record);
    }

    /** Puts the request on record; the reason when it cannot be. */
    Optional<String> open() {
        return switch (journal.open(record.build())) {
            case Opening.Opened(OpenRequest request) -> {
                open = request;
                record.setAdmittedAtUs(request.admittedAtUs());
                yield Optional.empty();
            }
            case Opening.Full(String reason) -> Optional.of(reason);
        };
    }

    long admittedAtUs() {
        return record.getAdmittedAtUs();
    }

    /** The model that answers, or was tried last. */
    String model() {
        return record.getModel();
    }

    /** An engine of {@code model} is to be called; what was wrong with the one before. */
    void calling(int attempt, String model, String because) {
        tries.called(attempt, model, because);
    }

    /** An engine was chosen: an attempt begins. */
    void attempt(int number, Passage passage) {
        Placed placed = passage.placed();
        coefficients = placed.getCoefficients();
        job.ticket().placed(passage.model(), coefficients);
        record.setModel(passage.model()).setPrediction(placed.getPrediction());
        attempts.begin(number, placed);
        toJournal();
        decision(placed.getDecision());
    }

    /** Attempts so far; what explains them comes with the end. */
    private void toJournal() {
        OpenRequest request = open;
        if (request != null) {
            journal.update(request, record.clearDecision().build());
        }
    }

    /**
     * Of a pair, the first engine is done: its part is an attempt of its own, by which its joules
     * and counters are explained, and the second engine's attempt begins, under the next number.
     *
     * @return what the first engine counted, or is assumed to have
     */
    TokenVector prefilled(Optional<Usage> usage, Passage passage) {
        TokenVector tokens = attempts.prefilled(usage, passage.placed());
        DecisionRecord decision = record.getDecision();
        toJournal();
        record.setDecision(decision);
        return tokens;
    }

    /** Cached tokens as the engine itself counts them, where the request's are others. */
    void handedCached(OptionalLong cached) {
        attempts.handedCached(cached);
    }

    /** Why this engine was chosen, or none. */
    void decision(DecisionRecord decision) {
        record.setDecision(tries.in(Discretion.recorded(job, decision)));
    }

    /** Output reached the caller for the first time. */
    void firstToken() {
        long now = clock.nowUs();
        record.setFirstTokenAtUs(now);
        attempts.firstToken(now);
    }

    /** The attempt came to nothing; another may follow. */
    void attemptFailed(String reason, Tally tally) {
        attempts.failed(reason, tally);
    }

    /** Progress, for the journal. */
    Optional<Journal.Mark> mark(Tally tally) {
        OpenRequest request = open;
        if (request == null) {
            return Optional.empty();
        }
        UsageRecord.Builder changes =
                UsageRecord.newBuilder()
                        .setRequestId(job.requestId())
                        .setFirstTokenAtUs(record.getFirstTokenAtUs())
                        .setEndedAtUs(clock.nowUs())
                        .setResponseId(record.getResponseId());
        put(changes, metering(tally.partial()));
        return Optional.of(new Journal.Mark(request, changes.build()));
    }

    /** What {@code tokens} cost and draw. */
    Metering metering(Tokens tokens) {
        return Metering.of(tokens, record.getModel(), situation(), rates.current(), coefficients);
    }

    /** Whether it must be refused because {@code model} has no price. */
    boolean lacksPrice(String model) {
        return rates.refuses(
                model, situation(), job.promptTokens(), !job.request().output().isNone());
    }

    private Situation situation() {
        return new Situation(
                record.getPrincipal().getOrganizationId(),
                record.getPrincipal().getProjectId(),
                job.work().getTier(),
                record.getAdmittedAtUs());
    }

    /** The response's own id, once it is known. */
    void responseId(String id) {
        if (!id.isEmpty()) {
            record.setResponseId(bounded(id));
        }
    }

    /** Closes the books. When this returns the record survives the end of the process. */
    Metering close(RequestEnd end) {
        Metering metering = metering(end.tokens());
        long now = clock.nowUs();
        put(record, metering);
        record.clearLeases().addAllLeases(job.ticket().settle(metering));
        put(end, now);
        attempts.end(end, now);
        toJournalForGood();
        return metering;
    }

    private void put(RequestEnd end, long nowUs) {
        record.setEndedAtUs(nowUs)
                .setOutcome(end.outcome())
                .setWasteTokens(end.waste())
                .setFinishReason(bounded(end.finishReason()))
                .setHttpStatus(end.httpStatus())
                .setErrorCode(end.errorCode());
    }

    private void toJournalForGood() {
        OpenRequest request = open;
        if (request != null) {
            open = null;
            closed = record.build();
            journal.close(request, closed);
            newest.closed(job.key().keyId(), job.requestId());
        }
    }

    /** Closes books that nobody else will close any more; does nothing when they are closed. */
    void abandon() {
        if (open != null) {
            close(RequestEnd.internal());
        }
    }

    /** What the closed books say. */
    UsageRecord closed() {
        return closed;
    }

    /** An engine's words, as far as there is room for them in a record. */
    private static String bounded(String text) {
        return text.length() <= MAX_ENGINE_TEXT ? text : text.substring(0, MAX_ENGINE_TEXT);
    }

    private static void put(UsageRecord.Builder target, Metering metering) {
        target.setTokens(metering.tokens().vector())
                .setUsageSource(metering.tokens().source())
                .setPredicted(metering.energy())
                .setPriceVersion(metering.priceVersion())
                .setCurrency(metering.currency())
                .setChargedNano(metering.chargedNano().orElse(0));
    }
}
