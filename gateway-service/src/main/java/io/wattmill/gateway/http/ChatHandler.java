// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.admission.Admission;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.relay.Job;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.ChatParse;
import io.wattmill.gateway.wire.ChatRequest;
import io.wattmill.gateway.wire.ChatRequestReader;
import io.wattmill.kit.telemetry.Limits;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** {@code POST /v1/chat/completions}: read, parse, admit, hand to the relay. */
final class ChatHandler {

    private static final String API = "chat.completions";
    private static final int RETRY_SECONDS = 2;

    private final BodyReader.Bounds bounds;
    private final ChatRequestReader reader;
    private final Admission admission;
    private final Relay relay;
    private final BooleanSupplier draining;
    private final MeterRegistry metrics;

    ChatHandler(
            BodyReader.Bounds bounds,
            ChatRequestReader reader,
            Admission admission,
            Relay relay,
            BooleanSupplier draining,
            MeterRegistry metrics) {
        this.bounds = bounds;
        this.reader = reader;
        this.admission = admission;
        this.relay = relay;
        this.draining = draining;
        this.metrics = metrics;
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
        KeyRecord key = call.key();
        Optional<ApiError> refusal = WorkHeaders.refusal(call.request().headers(), request);
        if (refusal.isPresent()) {
            release.run();
            call.reply().error(refusal.get());
            return;
        }
        WorkContext work = WorkHeaders.context(call.request().headers(), request, key);
        switch (admission.admit(key.keyId(), work.getTier(), request)) {
            case Admission.Outcome.Admitted(Admission.Ticket ticket) ->
                    run(job(call, request, work, ticket.promptTokens()), call, ticket, release);
            case Admission.Outcome.Refused(String limit, ApiError error) -> {
                release.run();
                Limits.hit(metrics, limit);
                call.reply().error(error);
            }
        }
    }

    private void run(Job job, Call call, Admission.Ticket ticket, Runnable release) {
        Runnable over =
                () -> {
                    ticket.close();
                    release.run();
                };
        try {
            relay.run(job, call.reply(), over);
        } catch (RuntimeException e) {
            over.run();
            throw e;
        }
    }

    private static Job job(Call call, ChatRequest request, WorkContext work, long promptTokens) {
        return new Job(
                call.reply().requestId(),
                API,
                request,
                call.key(),
                work,
                promptTokens,
                call.arrivedNanos());
    }
}
