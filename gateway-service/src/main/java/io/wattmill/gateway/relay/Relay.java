// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.gateway.capability.ApisConfig;
import io.wattmill.gateway.hosted.HostedApis;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.rates.RateCards;
import io.wattmill.gateway.recorder.Recorder;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.terms.TermsBook;
import io.wattmill.gateway.watch.Watchdog;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.EngineJsonReader;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.kit.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the requests of one event loop. Everything in it belongs to that loop; what it is given is
 * for any thread.
 */
public final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final long MARK_MS = 1_000;
    private static final int RETRY_SECONDS = 5;

    private final Vertx vertx;
    private final Parts parts;
    private final Watchdog watchdog;
    private final EngineClient engines;
    private final PromptNamer namer;
    private final EngineJsonReader reader = new EngineJsonReader(JsonLimits.DEFAULT);
    private final Set<Exchange> active = new LinkedHashSet<>();
    private final long timer;

    /** What all loops share. */
    public record Parts(
            RelayConfig config,
            HostedApis hosted,
            Placement placement,
            Observer observer,
            Journal journal,
            RateCards rates,
            RelayMetrics metrics,
            Resilience resilience,
            NewestRequests newest,
            Recorder recorder,
            TermsBook terms,
            Naming naming,
            Clock clock) {}

    /** A relay on the current context. */
    public Relay(Vertx vertx, Parts parts, Watchdog watchdog) {
        this.vertx = vertx;
        this.parts = parts;
        this.watchdog = watchdog;
        this.engines = new EngineClient(vertx, parts.config(), parts.hosted(), parts.metrics());
        this.namer =
                new PromptNamer(
                        parts.naming(), engines, parts.config().cacheSalt(), watchdog::nanos);
        this.timer = vertx.setPeriodic(MARK_MS, _ -> mark());
    }

    /**
     * Runs {@code job} and answers {@code reply}. {@code whenOver} is called once, after the job's
     * ticket was closed, when the caller has its answer or has left.
     */
    public void run(Job job, Reply reply, Runnable whenOver) {
        Runnable over = new Over(job, whenOver);
        try {
            begin(job, reply, over);
        } catch (RuntimeException e) {
            over.run();
            throw e;
        }
    }

    private void begin(Job job, Reply reply, Runnable over) {
        RequestBooks books = new RequestBooks(job, parts);
        Optional<String> refusal = books.open();
        if (refusal.isPresent()) {
            over.run();
            reply.error(
                    ApiError.unavailable(
                            "journal_full",
                            "Requests are refused for now: " + refusal.get() + ".",
                            RETRY_SECONDS));
            return;
        }
        try {
            travel(new Exchange(this, job, reply, books), over);
        } catch (RuntimeException e) {
            books.abandon();
            throw e;
        }
    }

    private void travel(Exchange exchange, Runnable over) {
        active.add(exchange);
        try {
            exchange.start(
                    () -> {
                        active.remove(exchange);
                        over.run();
                    });
        } catch (RuntimeException e) {
            active.remove(exchange);
            exchange.breakOff();
            throw e;
        }
    }

    /** What happens at the end of a request, once. */
    private static final class Over implements Runnable {
        private final Job job;
        private final Runnable whenOver;
        private boolean done;

        private Over(Job job, Runnable whenOver) {
            this.job = job;
            this.whenOver = whenOver;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                job.ticket().close();
                whenOver.run();
            }
        }
    }

    private void mark() {
        List<Journal.Mark> marks = new ArrayList<>(active.size());
        List.copyOf(active).forEach(exchange -> mark(exchange, marks));
        if (!marks.isEmpty()) {
            parts.journal().mark(marks);
        }
    }

    /** One that throws would keep all that come after it from being marked. */
    private void mark(Exchange exchange, List<Journal.Mark> marks) {
        try {
            exchange.mark().ifPresent(marks::add);
        } catch (RuntimeException e) {
            active.remove(exchange);
            LOG.atError().setCause(e).log("a request cannot be marked and is marked no more");
        }
    }

    /** Counts tokens of prompts with this loop's connections. */
    public TokenCounter tokenCounter(ApisConfig config, MeterRegistry metrics) {
        int maxBytes = parts.config().maxAnswerBytes();
        var calls = new TokenizeCall(engines, config.tokenCountTimeout(), maxBytes);
        return new TokenCounter(calls, config, metrics);
    }

    Parts parts() {
        return parts;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    EngineClient engines() {
        return engines;
    }

    PromptNamer namer() {
        return namer;
    }

    EngineJsonReader reader() {
        return reader;
    }

    /** Ends the loop's timers and connections. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return engines.close();
    }
}
