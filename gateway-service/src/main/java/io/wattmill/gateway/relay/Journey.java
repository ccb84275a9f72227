// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.gateway.relay.Placer.About;
import io.wattmill.gateway.relay.Placer.Refusal;
import io.wattmill.gateway.relay.Retries.Fare;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.resilience.Course;
import io.wattmill.gateway.resilience.Course.Step;
import io.wattmill.gateway.wire.ApiError;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One request's way to an engine, and to the next one while nothing was sent: which models and
 * nodes are left, and whether one more call is worth its load. Another node is asked at once:
 * nothing is gained by a pause where the next call goes elsewhere, and no call goes to the same
 * node twice.
 */
final class Journey implements Placer.Listener {

    private static final String FALLBACK_FROM = "x-wattmill-fallback-from";
    private static final int RETRY_SECONDS = 1;
    private static final int UNAVAILABLE = 503;

    private final Resilience resilience;
    private final Job job;
    private final RequestBooks books;
    private final Traveller traveller;
    private final Placer placer;
    private final Course course;
    private Optional<ApiError> failure = Optional.empty();
    private Optional<Refusal> refusal = Optional.empty();
    private String because = "";
    private int calls;
    private Optional<Fare> fare = Optional.empty();

    /** Hears where to go. */
    interface Traveller {

        /** The router is asked. */
        void placing();

        /** An engine was chosen, and holds a place for the request. */
        void placed(int attempt, Passage passage);

        /** There is no engine for it, or none any more. */
        void nowhere(ApiError error);
    }

    Journey(
            Relay relay,
            Job job,
            RequestBooks books,
            Observations observations,
            Traveller traveller) {
        this.resilience = relay.parts().resilience();
        this.job = job;
        this.books = books;
        this.traveller = traveller;
        this.placer = new Placer(relay, job, books, observations, this);
        String model = job.request().model();
        List<String> others = job.ticket().fallbacks();
        this.course =
                new Course(
                        others.isEmpty()
                                ? List.of(model)
                                : Stream.concat(Stream.of(model), others.stream()).toList(),
                        relay.parts().config().maxAttempts());
    }

    /** Hashes of the prompt's blocks, as the router was told them. */
    List<Long> prefixBlocks() {
        return placer.prefixBlocks();
    }

    /** Has the answer say which model was asked for, where it is not the one that answers. */
    Reply named(Reply reply) {
        return course.isFallback() ? reply.header(FALLBACK_FROM, job.request().model()) : reply;
    }

    /** Looks for an engine. */
    void begin() {
        ask(new Step.Ask(course.model(), false));
    }

    /** Nobody waits for an engine any more. */
    void giveUp() {
        fare.ifPresent(Fare::giveBack);
        fare = Optional.empty();
        placer.giveUp();
    }

    private void ask(Step.Ask next) {
        traveller.placing();
        placer.place(next.model(), next.forced());
    }

    @Override
    public void placed(int number, Passage passage) {
        calls++;
        if (calls == 1) {
            resilience.retries().request(passage.model());
        }
        fare.ifPresent(Fare::used);
        fare = Optional.empty();
        course.called();
        books.calling(number, passage.model(), because);
        traveller.placed(number, passage);
    }

    @Override
    public void unplaced(Refusal reason) {
        boolean asItWasAsked = !course.isFallback() && reason.about() == About.REQUEST;
        if (refusal.isEmpty()) {
            refusal = Optional.of(reason);
            because = because.isEmpty() ? reason.error().code() : because;
        }
        if (asItWasAsked || reason.about() == About.ROUTER) {
            nowhere(failure.filter(Journey::isAboutRequest).orElse(reason.error()));
            return;
        }
        paidFor(course.afterRefusal(reason.leftOut()))
                .ifPresentOrElse(this::ask, () -> nowhere(noEngine()));
    }

    private void nowhere(ApiError error) {
        fare.ifPresent(Fare::giveBack);
        fare = Optional.empty();
        traveller.nowhere(error);
    }

    /** The next step, when there is one and its call may be made. */
    private Optional<Step.Ask> paidFor(Step step) {
        return switch (step) {
            case Step.Ask ask -> Optional.of(ask).filter(this::isPaid);
            case Step.Stop() -> Optional.empty();
        };
    }

    /** A request's first call is free, unless it goes where calls have failed lately. */
    private boolean isPaid(Step.Ask ask) {
        if (fare.isPresent() || calls == 0 && !ask.forced()) {
            return true;
        }
        String reason = ask.forced() ? "circuit-open" : because;
        fare = resilience.retries().take(ask.model(), reason);
        return fare.isPresent();
    }

    /** What an engine said tells more than that there is no other. */
    private ApiError noEngine() {
        return failure.map(this::last).orElseGet(this::neverPlaced);
    }

    private ApiError neverPlaced() {
        Refusal first = refusal.orElseThrow();
        return first.leftOut() ? PlaceRequests.circuitOpen(job, retryAfter()) : first.error();
    }

    /**
     * The engine called last has failed, and nothing was sent to the caller.
     *
     * @return what the caller is told when that was the last; empty when it goes on
     */
    Optional<ApiError> after(EngineFailure failed, EngineCall call) {
        note(failed);
        placer.exclude(call.turn().node());
        Optional<Step.Ask> next = paidFor(course.afterFailure());
        if (next.isEmpty()) {
            return Optional.of(last(failure.orElse(failed.error())));
        }
        books.attemptFailed(failed.reason(), call.tally());
        ask(next.get());
        return Optional.empty();
    }

    /** What is wrong with the model asked for tells more than what is wrong with another. */
    private void note(EngineFailure failed) {
        because = failed.reason();
        if (!course.isFallback()) {
            failure = Optional.of(failed.error());
            if (isAboutRequest(failed.error())) {
                course.stay();
            }
        }
    }

    private static boolean isAboutRequest(ApiError error) {
        return error.status() < 500;
    }

    /** What is wrong with engines passes; what is wrong with a request does not. */
    private ApiError last(ApiError error) {
        return isAboutRequest(error)
                ? error
                : error.withStatus(UNAVAILABLE).retryAfter(retryAfter());
    }

    private int retryAfter() {
        return resilience.breakers().secondsUntilCall(job.request().model()).orElse(RETRY_SECONDS);
    }
}
