// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.admission.Admission.Outcome;
import io.wattmill.gateway.admission.Admission.Ticket;
import io.wattmill.gateway.admission.Ask;
import io.wattmill.gateway.admission.LimitState;
import io.wattmill.gateway.dialect.Dialect;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Output;
import io.wattmill.gateway.dialect.Reading;
import io.wattmill.gateway.relay.Job;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.resilience.Chain;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.ErrorShape;
import io.wattmill.kit.telemetry.Limits;

import java.util.List;
import java.util.Optional;

/** Every API that asks an engine: read, parse in the API's dialect, admit, hand to the relay. */
final class InferenceHandler {

    private static final int RETRY_SECONDS = 2;

    private final Dialect dialect;
    private final BodyReader.Bounds bounds;
    private final IngressParts parts;
    private final Relay relay;
    private final Fallbacks fallbacks;
    private final OnceOnly once;

    InferenceHandler(Dialect dialect, BodyReader.Bounds bounds, IngressParts parts, Relay relay) {
        this.dialect = dialect;
        this.bounds = bounds;
        this.parts = parts;
        this.relay = relay;
        this.fallbacks = new Fallbacks(parts);
        this.once = new OnceOnly(parts.idempotency());
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
        switch (dialect.read(body.bytes())) {
            case Reading.Valid(EngineRequest request) ->
                    once.run(call, dialect.api(), body, () -> admit(call, request, body.release()));
            case Reading.Invalid(ApiError error) -> {
                body.release().run();
                call.reply().error(error);
            }
        }
    }

    private void admit(Call call, EngineRequest request, Runnable release) {
        Optional<ApiError> refusal = refusal(call, request);
        if (refusal.isPresent()) {
            release.run();
            call.reply().error(refusal.get());
            return;
        }
        switch (fallbacks.of(call, dialect, request)) {
            case Chain.Refused(ApiError error) -> {
                release.run();
                call.reply().error(error);
            }
            case Chain.Models(List<String> others) -> admit(call, request, others, release);
        }
    }

    private void admit(Call call, EngineRequest request, List<String> fallbacks, Runnable release) {
        WorkContext work = WorkHeaders.context(call.request().headers(), request, call.key());
        call.trace().asks();
        parts.entrance()
                .admit(
                        ask(call, request, work, fallbacks),
                        outcome ->
                                call.guarded(() -> decided(call, request, work, outcome, release)));
    }

    private Optional<ApiError> refusal(Call call, EngineRequest request) {
        Optional<ApiError> refusal = WorkHeaders.refusal(call.request().headers(), request);
        if (refusal.isPresent()) {
            return refusal;
        }
        Optional<ApiError> tooMany = parts.capabilities().tooManyInputs(dialect, request);
        tooMany.ifPresent(_ -> Limits.hit(parts.metrics(), "apis.max-inputs"));
        return tooMany.or(() -> unserved(call, request));
    }

    private Optional<ApiError> unserved(Call call, EngineRequest request) {
        boolean asked = "true".equalsIgnoreCase(call.request().getHeader("x-wattmill-strict"));
        return parts.capabilities().refusal(dialect, request, asked);
    }

    private static Ask ask(
            Call call, EngineRequest request, WorkContext work, List<String> fallbacks) {
        Output output = request.output();
        return new Ask(
                call.key(),
                work.getAgent(),
                work.getTier(),
                request.model(),
                request.promptBytes(),
                output.maxTokens(),
                output.isNone() ? 0 : output.choices(),
                output.inputs(),
                fallbacks);
    }

    private void decided(
            Call call, EngineRequest request, WorkContext work, Outcome outcome, Runnable release) {
        call.trace().decided();
        switch (outcome) {
            case Outcome.Admitted(Ticket ticket) ->
                    run(job(call, request, work, ticket), call.reply(), release);
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

    private Job job(Call call, EngineRequest request, WorkContext work, Ticket ticket) {
        return new Job(
                call.reply().requestId(),
                dialect,
                request,
                call.key(),
                work,
                ticket,
                call.arrivedNanos(),
                call.trace());
    }
}
