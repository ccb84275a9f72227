// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.wire.ApiError;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/**
 * Asks the router where one request goes, again for each attempt. A placement that comes when
 * nobody waits for it any more is given back.
 */
final class Placer {

    private static final Logger LOG = LoggerFactory.getLogger(Placer.class);
    private static final int NOBODY_WAITS = 0;

    private final Relay relay;
    private final Job job;
    private final RequestBooks books;
    private final Observations observations;
    private final Listener listener;
    private final PlaceRequest.Builder question;
    private int awaited = NOBODY_WAITS;

    /** Hears where a request goes; one of these once per question. */
    interface Listener {

        /** An engine was chosen, and holds a place for the request. */
        void placed(int attempt, Placed placed);

        /** There is none. */
        void unplaced(ApiError error);
    }

    Placer(Relay relay, Job job, RequestBooks books, Observations observations, Listener listener) {
        this.relay = relay;
        this.job = job;
        this.books = books;
        this.observations = observations;
        this.listener = listener;
        int maxBlocks = relay.parts().config().maxPrefixBlocks();
        this.question = PlaceRequests.first(job, books.admittedAtUs(), maxBlocks);
    }

    /** Hashes of the prompt's blocks, as the router is told them. */
    List<Long> prefixBlocks() {
        return question.getPrefixBlocksList();
    }

    /** That nobody said in time where a request goes. */
    static ApiError unavailable() {
        return ApiError.unavailable(
                "router_unavailable", "Requests cannot be placed right now.", 1);
    }

    /** A node that failed the request is not asked for again. */
    void exclude(String nodeId) {
        question.addExcludedNodeIds(nodeId);
    }

    void place(int attempt) {
        awaited = attempt;
        ask(question.setAttempt(attempt).build()).onComplete(answer -> answered(attempt, answer));
    }

    /** Nobody waits any more. */
    void giveUp() {
        awaited = NOBODY_WAITS;
    }

    private Future<PlaceReply> ask(PlaceRequest request) {
        try {
            return relay.parts().placement().place(request);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void answered(int attempt, AsyncResult<PlaceReply> answer) {
        if (awaited != attempt) {
            if (answer.succeeded() && answer.result().hasPlaced()) {
                observations.notUsed(answer.result().getPlaced(), attempt);
            }
            return;
        }
        awaited = NOBODY_WAITS;
        if (answer.failed()) {
            LOG.atWarn()
                    .addKeyValue("request_id", job.requestId())
                    .setCause(answer.cause())
                    .log("no placement");
            listener.unplaced(unavailable());
        } else {
            decided(attempt, answer.result());
        }
    }

    private void decided(int attempt, PlaceReply answer) {
        switch (answer.getOutcomeCase()) {
            case PLACED -> pricedOnly(attempt, answer.getPlaced());
            case UNPLACED -> {
                books.decision(answer.getUnplaced().getDecision());
                listener.unplaced(PlaceRequests.refusal(job, answer.getUnplaced()));
            }
            case OUTCOME_NOT_SET -> listener.unplaced(unavailable());
        }
    }

    /** A model that is served and has no price is refused here where billing says so. */
    private void pricedOnly(int attempt, Placed placed) {
        if (books.lacksPrice()) {
            observations.notUsed(placed, attempt);
            listener.unplaced(PlaceRequests.unpriced(job));
        } else {
            listener.placed(attempt, placed);
        }
    }
}
