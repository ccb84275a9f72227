// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.AsyncResult;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.contract.placement.v1.Unplaced;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.kit.vertx.Contexts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/**
 * Asks the router where one request goes, again for each attempt, leaving out engines whose
 * breakers are open. A placement that comes when nobody waits for it any more is given back.
 */
final class Placer {

    private static final Logger LOG = LoggerFactory.getLogger(Placer.class);
    private static final int NOBODY_WAITS = 0;
    private static final int RETRY_SECONDS = 1;

    /** Engines that another request began to try while this one was placed on them. */
    private static final int MAX_TAKEN = 8;

    private final Relay relay;
    private final Breakers breakers;
    private final Job job;
    private final RequestBooks books;
    private final Observations observations;
    private final Listener listener;

    private final PlaceQuestions questions;

    /** Questions so far; an answer that comes late is known by its own. */
    private int asked;

    private int awaited = NOBODY_WAITS;
    private int taken;

    /** Hears where a request goes; one of these once per question. */
    interface Listener {

        /** An engine was chosen, and holds a place for the request. */
        void placed(int attempt, Passage passage);

        /** There is none. */
        void unplaced(Refusal refusal);
    }

    /**
     * Why there is no engine.
     *
     * @param error what the caller is told
     * @param about what would have to change
     * @param leftOut whether engines were left out because their breakers are open
     */
    record Refusal(ApiError error, About about, boolean leftOut) {}

    /** What keeps a request from being placed. */
    enum About {
        /** The model's engines: another model may have some. */
        ENGINES,
        /** What was asked of this model. */
        REQUEST,
        /** The router, for any model. */
        ROUTER
    }

    private record Asked(int attempt, String model, boolean forced, boolean leftOut) {}

    Placer(Relay relay, Job job, RequestBooks books, Observations observations, Listener listener) {
        this.relay = relay;
        this.breakers = relay.parts().resilience().breakers();
        this.job = job;
        this.books = books;
        this.observations = observations;
        this.listener = listener;
        this.questions = new PlaceQuestions(relay, job, books.admittedAtUs());
    }

    /** Hashes of the prompt's blocks, as the router is told them. */
    List<Long> prefixBlocks() {
        return questions.prefixBlocks();
    }

    /** That nobody said in time where a request goes. */
    static ApiError unavailable() {
        return ApiError.unavailable(
                "router_unavailable", "Requests cannot be placed right now.", 1);
    }

    /** A node that failed the request is not asked for again, for this model. */
    void exclude(String nodeId) {
        questions.exclude(nodeId);
    }

    /**
     * Asks for an engine of {@code model}, once it is known, or not known in time, by which tokens
     * the prompt begins. Each question is an attempt of its own to the router: what is said of a
     * placement that was not used must not be heard of the next.
     *
     * @param forced open breakers do not matter, but of engines that asked to be left alone
     */
    void place(String model, boolean forced) {
        questions.turnTo(model);
        int attempt = ++asked;
        awaited = attempt;
        questions
                .names(model)
                .onSuccess(
                        names -> {
                            if (awaited == attempt) {
                                names.ifPresent(questions::know);
                                ask(attempt, model, forced);
                            }
                        });
    }

    private void ask(int attempt, String model, boolean forced) {
        List<String> out = forced ? breakers.resting(model) : breakers.keptOut(model);
        Asked what = new Asked(attempt, model, forced, !out.isEmpty());
        PlaceRequest next = questions.without(out, attempt);
        Contexts.guarded(() -> relay.parts().placement().place(next))
                .onComplete(answer -> answered(what, answer));
    }

    /** Nobody waits any more. */
    void giveUp() {
        awaited = NOBODY_WAITS;
    }

    private void answered(Asked asked, AsyncResult<PlaceReply> answer) {
        if (awaited != asked.attempt()) {
            if (answer.succeeded() && answer.result().hasPlaced()) {
                observations.notUsed(answer.result().getPlaced(), asked.attempt());
            }
            return;
        }
        awaited = NOBODY_WAITS;
        if (answer.failed()) {
            LOG.atWarn()
                    .addKeyValue("request_id", job.requestId())
                    .setCause(answer.cause())
                    .log("no placement");
            unavailable(asked);
        } else {
            decided(asked, answer.result());
        }
    }

    private void unavailable(Asked asked) {
        listener.unplaced(new Refusal(unavailable(), About.ROUTER, asked.leftOut()));
    }

    private void decided(Asked asked, PlaceReply answer) {
        switch (answer.getOutcomeCase()) {
            case PLACED -> pricedOnly(asked, answer.getPlaced());
            case UNPLACED -> {
                books.decision(answer.getUnplaced().getDecision());
                refused(asked, answer.getUnplaced());
            }
            case OUTCOME_NOT_SET -> unavailable(asked);
        }
    }

    private void refused(Asked asked, Unplaced unplaced) {
        boolean tooLong = unplaced.getReason() == Unplaced.Reason.REASON_TOO_LONG;
        listener.unplaced(
                new Refusal(
                        PlaceRequests.refusal(job, unplaced),
                        tooLong ? About.REQUEST : About.ENGINES,
                        asked.leftOut()));
    }

    /** A model that is served and has no price is refused here where billing says so. */
    private void pricedOnly(Asked asked, Placed placed) {
        if (books.lacksPrice(asked.model())) {
            observations.notUsed(placed, asked.attempt());
            ApiError error = PlaceRequests.unpriced(job);
            listener.unplaced(new Refusal(error, About.REQUEST, asked.leftOut()));
        } else {
            permitted(asked, placed);
        }
    }

    /** Of those that would try an engine again one may; the others are placed anew. */
    private void permitted(Asked asked, Placed placed) {
        Optional<Passage> passage = Passage.of(relay, placed, asked.model(), asked.forced());
        if (passage.isPresent()) {
            this.asked += placed.hasPrefill() ? 1 : 0; // its second call has a number of its own
            listener.placed(asked.attempt(), passage.get());
            return;
        }
        observations.notUsed(placed, asked.attempt());
        taken++;
        if (taken > MAX_TAKEN) {
            ApiError error = PlaceRequests.circuitOpen(job, RETRY_SECONDS);
            listener.unplaced(new Refusal(error, About.ENGINES, true));
        } else {
            place(asked.model(), asked.forced());
        }
    }
}
