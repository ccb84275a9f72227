// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.admission.Admission.Outcome;
import io.wattmill.gateway.admission.Admission.Ticket;
import io.wattmill.gateway.admission.Ask;
import io.wattmill.gateway.lending.Entrance;
import io.wattmill.gateway.relay.Job;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.ChatParse;
import io.wattmill.gateway.wire.ChatRequest;
import io.wattmill.gateway.wire.ChatRequestReader;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** {@code POST /v1/chat/completions}: read, parse, admit, hand to the relay. */
final class ChatHandler {

    private static final String API = "chat.completions";
    private static final int RETRY_SECONDS = 2;

    private final BodyReader.Bounds bounds;
    private final ChatRequestReader reader;
    private final Entrance entrance;
    private final Relay relay;
    private final BooleanSupplier draining;

    ChatHandler(
            BodyReader.Bounds bounds,
            ChatRequestReader reader,
            Entrance entrance,
            Relay relay,
            BooleanSupplier draining) {
        this.bounds = bounds;
        this.reader = reader;
        this.entrance = entrance;
        this.relay = relay;
        this.draining = draining;
    }

    void handle(Call call) {
        if (draining.getAsBoolean()) {
            call.reply()
                    .error(
                            ApiError.unavailable(
                                    "draining", "The gateway is shutting down.", RETRY_SECONDS));
            return;
        }
        BodyReader.read(call.request(), bounds, outcome -> read(call, outcome));
    }

    private void read(Call call, BodyOutcome outcome) {
        switch (outcome) {
            case BodyOutcome.Whole whole -> call.guarded(() -> parse(call, whole));
            case BodyOutcome.Refused(ApiError error) -> call.reply().error(error);
            case BodyOutcome.Gone() -> {}
        }
    }

    private void parse(Call call, BodyOutcome.Whole body) {
        switch (reader.read(body.bytes())) {
            case ChatParse.Valid(ChatRequest request) -> admit(call, request, body.release());
            case ChatParse.Invalid(ApiError error) -> {
                body.release().run();
                call.reply().error(error);
            }
        }
    }

    private void admit(Call call, ChatRequest request, Runnable release) {
        Optional<ApiError> refusal = WorkHeaders.refusal(call.request().headers(), request);
        if (refusal.isPresent()) {
            release.run();
            call.reply().error(refusal.get());
            return;
        }
        WorkContext work = WorkHeaders.context(call.request().headers(), request);
        entrance.admit(
                ask(call, request, work),
                outcome -> call.guarded(() -> decided(call, request, work, outcome, release)));
    }

    private static Ask ask(Call call, ChatRequest request, WorkContext work) {
        return new Ask(
                call.key(),
                work.getAgent(),
                work.getTier(),
                request.model(),
                request.promptBytes(),
                request.maxOutputTokens(),
                request.choices());
    }

    private void decided(
            Call call, ChatRequest request, WorkContext work, Outcome outcome, Runnable release) {
        switch (outcome) {
            case Outcome.Admitted(Ticket ticket) ->
                    run(job(call, request, work, ticket), call.reply(), release);
            case Outcome.Refused refused -> {
                release.run();
                LimitHeaders.put(call.reply(), refused);
                call.reply().error(refused.error());
            }
        }
    }

    /** The relay closes the ticket; a caller that left while it was waited for needs no relay. */
    private void run(Job job, Reply reply, Runnable release) {
        if (reply.isOver()) {
            job.ticket().close();
            release.run();
            return;
        }
        LimitHeaders.put(reply, job.ticket().limits());
        relay.run(job, reply, release);
    }

    private static Job job(Call call, ChatRequest request, WorkContext work, Ticket ticket) {
        return new Job(
                call.reply().requestId(),
                API,
                request,
                call.key(),
                work,
                ticket,
                call.arrivedNanos());
    }
}
