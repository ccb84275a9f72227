// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.gateway.dialect.Rendering.Bill;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.meter.Metering;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.wire.EngineJson;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What happens to one request, told to all who keep something of it: its books, the router, the
 * breakers, the metrics and its trace. Each event goes to each of them once; what the caller gets
 * is not known here.
 */
final class Reports {

    private final RequestBooks books;
    private final Observations observations;
    private final RelayMetrics metrics;
    private final RequestWatch watch;
    private final Closing closing;

    /**
     * @param prefixBlocks hashes of the prompt's blocks, once they are known
     */
    Reports(
            Relay relay,
            Job job,
            RequestBooks books,
            Observations observations,
            Supplier<List<Long>> prefixBlocks) {
        this.books = books;
        this.observations = observations;
        this.metrics = relay.parts().metrics();
        this.watch = new RequestWatch(relay, job);
        this.closing = new Closing(relay, job, books, prefixBlocks, watch);
    }

    /** An engine was chosen and is called now. */
    void called(EngineCall call) {
        books.attempt(call.number(), call.passage());
        watch.attempt(call.number(), call.passage());
    }

    /** The engine was reached. */
    void started(EngineCall call) {
        observations.started(call);
    }

    /** Of a pair, the first engine is done. */
    void prefilled(EngineCall call, PrefillCall.Prefill prefill) {
        TokenVector tokens = books.prefilled(prefill.usage(), call.passage());
        observations.prefilled(call, tokens);
        call.passage().prefilled();
    }

    /** A chunk with output came. */
    void output(EngineCall call, EngineJson chunk) {
        watch.output(chunk);
        call.passage().answered();
        if (closing.firstOutput()) {
            observations.firstToken(call);
        }
    }

    /** Whether output came. */
    boolean sawOutput() {
        return closing.sawOutput();
    }

    /** A stream's last chunk came, which names the response. */
    void last(EngineCall call, EngineJson chunk) {
        books.responseId(call.rendering().responseId(chunk));
    }

    /** A whole answer came. */
    void answer(EngineCall call, EngineJson answer) {
        books.responseId(call.rendering().responseId(answer));
        watch.answer(answer);
    }

    /** The engine came to its end; what the caller is billed, or empty when it is not on record. */
    Optional<Bill> completed(EngineCall call, Tokens tokens, String finishReason) {
        call.passage().ended(Ending.GOOD);
        books.handedCached(call.handedCached());
        Optional<Metering> metering = closing.completed(tokens, finishReason);
        long endedAtUs = books.closed().getEndedAtUs();
        return metering.map(figures -> new Bill(tokens.usage(), figures.shown(), endedAtUs));
    }

    /** The router counts the call as over, on record or not. */
    void finished(EngineCall call, Tokens tokens, String finishReason) {
        observations.finished(call, tokens, finishReason);
    }

    /** The engine failed; another one may be called. */
    void failed(EngineCall call, EngineFailure failure) {
        metrics.attemptFailed(failure.reason());
        observations.failed(call, failure);
        watch.attemptFailed(failure);
        if (call.isPrefilling()) {
            call.passage().promptFailed(failure.ending());
        } else {
            call.passage().ended(failure.ending());
        }
    }

    /** The caller left while the engine was at work. */
    void aborted(EngineCall call) {
        observations.aborted(call);
    }

    /** The request came to no good end; false when that could not be recorded. */
    boolean brokenOff(Outcome outcome, Tally tally, String finishReason, int status, String code) {
        return closing.brokenOff(outcome, tally, finishReason, status, code);
    }

    /** Progress. */
    Optional<Journal.Mark> mark(EngineCall call) {
        if (sawOutput()) {
            observations.progress(call);
        }
        return books.mark(call.tally());
    }
}
