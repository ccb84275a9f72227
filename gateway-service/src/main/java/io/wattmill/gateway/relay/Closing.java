// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.gateway.crash.CrashPoint;
import io.wattmill.gateway.journal.JournalException;
import io.wattmill.gateway.meter.Metering;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.recording.FinishedRequest;
import io.wattmill.gateway.scoreboard.RequestBoard;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The end of one request in the journal, the metrics and the board. */
final class Closing {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
    private static final int OK = 200;

    private final Relay relay;
    private final Job job;
    private final RequestBooks books;
    private final Supplier<List<Long>> prefixBlocks;
    private final RequestWatch watch;
    private OptionalLong ttftNanos = OptionalLong.empty();

    Closing(
            Relay relay,
            Job job,
            RequestBooks books,
            Supplier<List<Long>> prefixBlocks,
            RequestWatch watch) {
        this.relay = relay;
        this.job = job;
        this.books = books;
        this.prefixBlocks = prefixBlocks;
        this.watch = watch;
    }

    /** Output came; true the first time. */
    boolean firstOutput() {
        if (ttftNanos.isPresent()) {
            return false;
        }
        long now = relay.watchdog().nanos();
        books.firstToken();
        ttftNanos = OptionalLong.of(now - job.arrivedNanos());
        relay.parts().metrics().firstToken(books.model(), ttftNanos.getAsLong(), now);
        return true;
    }

    /** Whether output came. */
    boolean sawOutput() {
        return ttftNanos.isPresent();
    }

    /** The engine came to its end; empty when that could not be recorded. */
    Optional<Metering> completed(Tokens tokens, String finishReason) {
        CrashPoint.AFTER_ENGINE.pass();
        Optional<Metering> metering =
                close(new RequestEnd(Outcome.OUTCOME_COMPLETED, tokens, 0, finishReason, OK, ""));
        CrashPoint.AFTER_CLOSE.pass();
        metering.ifPresent(_ -> served(RequestBoard.Ending.COMPLETED, OK, tokens));
        return metering;
    }

    /** It came to no good end; false when that could not be recorded. */
    boolean brokenOff(Outcome outcome, Tally tally, String finishReason, int status, String code) {
        Tokens tokens = tally.partial();
        Optional<Metering> metering =
                close(new RequestEnd(outcome, tokens, tally.waste(), finishReason, status, code));
        boolean left = outcome == Outcome.OUTCOME_ABORTED;
        served(left ? RequestBoard.Ending.LEFT : RequestBoard.Ending.FAILED, status, tokens);
        return metering.isPresent();
    }

    /**
     * Closes the books. Room for this is held back from admission on; should it fail all the same,
     * the caller must not take its answer for complete: the request is settled as interrupted after
     * the next start.
     */
    private Optional<Metering> close(RequestEnd end) {
        relay.parts().metrics().ended(books.model(), end.outcome(), end.tokens(), end.waste());
        try {
            Metering metering = books.close(end);
            relay.parts().recorder().finished(job.key(), finished());
            return Optional.of(metering);
        } catch (JournalException e) {
            LOG.atError()
                    .addKeyValue("request_id", job.requestId())
                    .setCause(e)
                    .log("books not closed");
            return Optional.empty();
        } finally {
            watch.ended(end, ttftNanos, books.closed());
        }
    }

    private FinishedRequest finished() {
        return new FinishedRequest(
                books.closed(),
                job.request().prompt().length(),
                prefixBlocks.get(),
                inMicroseconds(ttftNanos),
                (relay.watchdog().nanos() - job.arrivedNanos()) / 1_000);
    }

    private void served(RequestBoard.Ending ending, int status, Tokens tokens) {
        long now = relay.watchdog().nanos();
        var served =
                new RequestBoard.Served(
                        job.work().getTier(),
                        job.request().stream(),
                        ending,
                        status,
                        inMicroseconds(ttftNanos),
                        (now - job.arrivedNanos()) / 1_000,
                        tokens.vector().getOutput());
        relay.parts().metrics().served(books.model(), served, now);
    }

    private static OptionalLong inMicroseconds(OptionalLong nanos) {
        return nanos.isPresent()
                ? OptionalLong.of(nanos.getAsLong() / 1_000)
                : OptionalLong.empty();
    }
}
