// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.admission.Admission.Outcome;
import io.wattmill.gateway.admission.Admission.Ticket;
import io.wattmill.gateway.admission.Ask;
import io.wattmill.gateway.admission.LimitState;
import io.wattmill.gateway.dialect.AnswerShape;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Output;
import io.wattmill.gateway.relay.Job;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.ErrorShape;
import io.wattmill.kit.telemetry.Limits;

import java.util.Optional;

/** Every API that asks an engine: read, parse in the API's dialect, admit, hand to the relay. */
final class InferenceHandler {

    private static final int RETRY_SECONDS = 2;

    private final Parsing parsing;
    private final BodyReader.Bounds bounds;
    private final IngressParts parts;
    private final Relay relay;

    InferenceHandler(Parsing parsing, BodyReader.Bounds bounds, IngressParts parts, Relay relay) {
        this.parsing = parsing;
        this.bounds = bounds;
        this.parts = parts;
        this.relay = relay;
    }

    void handle(Call call) {
        if (parts.draining().getAsBoolean()) {
            call.reply()
                    .error(
                            ApiError.unavailable(
                                    "draining", "The gateway is shutting down.", RETRY_SECONDS));
            return;
        }
        call.body(bounds, body -> parse(call, body));
    }

    private void parse(Call call, BodyOutcome.Whole body) {
        parsing.parse(
                call,
                body.bytes(),
                outcome -> call.guarded(() -> parsed(call, outcome, body.release())));
    }

    private void parsed(Call call, Parsing.Outcome outcome, Runnable release) {
        switch (outcome) {
            case Parsing.Asked(AnswerShape shape, EngineRequest request, Runnable more) ->
                    admit(
                            call,
                            shape,
                            request,
                            () -> {
                                release.run();
                                more.run();
                            });
            case Parsing.Refused(ApiError error) -> {
                release.run();
                call.reply().error(error);
            }
        }
    }

    private void admit(Call call, AnswerShape shape, EngineRequest request, Runnable release) {
        Optional<ApiError> refusal = refusal(call, shape, request);
        if (refusal.isPresent()) {
            release.run();
            call.reply().error(refusal.get());
            return;
        }
        WorkContext work = WorkHeaders.context(call.request().headers(), request, call.key());
        parts.entrance()
                .admit(
                        ask(call, request, work),
                        outcome ->
                                call.guarded(
                                        () ->
                                                decided(
                                                        call, shape, request, work, outcome,
                                                        release)));
    }

    private Optional<ApiError> refusal(Call call, AnswerShape shape, EngineRequest request) {
        Optional<ApiError> refusal = WorkHeaders.refusal(call.request().headers(), request);
        if (refusal.isPresent()) {
            return refusal;
        }
        Optional<ApiError> tooMany = parts.capabilities().tooManyInputs(shape, request);
        tooMany.ifPresent(_ -> Limits.hit(parts.metrics(), "apis.max-inputs"));
        return tooMany.or(() -> unserved(call, shape, request));
    }

    private Optional<ApiError> unserved(Call call, AnswerShape shape, EngineRequest request) {
        boolean asked = "true".equalsIgnoreCase(call.request().getHeader("x-wattmill-strict"));
        return parts.capabilities().refusal(shape, request, asked);
    }

    private static Ask ask(Call call, EngineRequest request, WorkContext work) {
        Output output = request.output();
        return new Ask(
                call.key(),
                work.getAgent(),
                work.getTier(),
                request.model(),
                request.promptBytes(),
                output.maxTokens(),
                output.isNone() ? 0 : output.choices(),
                output.inputs());
    }

    private void decided(
            Call call,
            AnswerShape shape,
            EngineRequest request,
            WorkContext work,
            Outcome outcome,
            Runnable release) {
        switch (outcome) {
            case Outcome.Admitted(Ticket ticket) ->
                    run(job(call, shape, request, work, ticket), call.reply(), release);
            case Outcome.Refused refused -> {
                release.run();
                tell(call.reply(), refused.limits());
                LimitHeaders.retry(call.reply(), refused);
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
        tell(reply, job.ticket().limits());
        relay.run(job, reply, release);
    }

    private void tell(Reply reply, LimitState limits) {
        LimitHeaders.put(reply, limits);
        if (reply.errors() == ErrorShape.ANTHROPIC) {
            AnthropicLimitHeaders.put(reply, limits, parts.clock().nowUs());
        }
    }

    private Job job(
            Call call, AnswerShape shape, EngineRequest request, WorkContext work, Ticket ticket) {
        return new Job(
                call.reply().requestId(),
                shape,
                request,
                call.key(),
                work,
                ticket,
                call.arrivedNanos());
    }
}
