// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.admission.Admission.Outcome;
import io.wattmill.gateway.admission.Admission.Ticket;
import io.wattmill.gateway.admission.LimitState;
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

    private final Parsing parsing;
    private final BodyReader.Bounds bounds;
    private final IngressParts parts;
    private final Relay relay;
    private final Fallbacks fallbacks;
    private final OnceOnly once;

    InferenceHandler(Parsing parsing, BodyReader.Bounds bounds, IngressParts parts, Relay relay) {
        this.parsing = parsing;
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
        call.body(bounds, body -> once.run(call, parsing.api(), body, () -> parse(call, body)));
    }

    private void parse(Call call, BodyOutcome.Whole body) {
        parsing.parse(
                call,
                body.bytes(),
                outcome -> call.guarded(() -> parsed(call, outcome, body.release())));
    }

    private void parsed(Call call, Parsing.Outcome outcome, Runnable release) {
        switch (outcome) {
            case Parsing.Asked asked -> admit(Inquiry.of(call, asked, release));
            case Parsing.Refused(ApiError error) -> {
                release.run();
                call.reply().error(error);
            }
        }
    }

    private void admit(Inquiry inquiry) {
        Optional<ApiError> refusal = refusal(inquiry);
        if (refusal.isPresent()) {
            inquiry.refuse(refusal.get());
            return;
        }
        switch (fallbacks.of(inquiry)) {
            case Chain.Refused(ApiError error) -> inquiry.refuse(error);
            case Chain.Models(List<String> others) -> admit(inquiry, others);
        }
    }

    private void admit(Inquiry inquiry, List<String> fallbacks) {
        Call call = inquiry.call();
        WorkContext work =
                WorkHeaders.context(call.request().headers(), inquiry.request(), call.key());
        call.trace().asks();
        parts.entrance()
                .admit(
                        inquiry.ask(work, fallbacks),
                        outcome -> call.guarded(() -> decided(inquiry, work, outcome)));
    }

    private Optional<ApiError> refusal(Inquiry inquiry) {
        Optional<ApiError> refusal =
                WorkHeaders.refusal(inquiry.call().request().headers(), inquiry.request());
        if (refusal.isPresent()) {
            return refusal;
        }
        Optional<ApiError> tooMany =
                parts.capabilities().tooManyInputs(inquiry.shape(), inquiry.request());
        tooMany.ifPresent(_ -> Limits.hit(parts.metrics(), "apis.max-inputs"));
        return tooMany.or(() -> unserved(inquiry));
    }

    private Optional<ApiError> unserved(Inquiry inquiry) {
        return parts.capabilities().refusal(inquiry.shape(), inquiry.request(), inquiry.isStrict());
    }

    private void decided(Inquiry inquiry, WorkContext work, Outcome outcome) {
        inquiry.call().trace().decided();
        switch (outcome) {
            case Outcome.Admitted(Ticket ticket) -> {
                inquiry.call().holds(ticket::close);
                run(inquiry.job(work, ticket), inquiry.call().reply(), inquiry.release());
            }
            case Outcome.Refused refused -> {
                tell(inquiry.call().reply(), refused.limits());
                LimitHeaders.retry(inquiry.call().reply(), refused);
                inquiry.refuse(refused.error());
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
}
