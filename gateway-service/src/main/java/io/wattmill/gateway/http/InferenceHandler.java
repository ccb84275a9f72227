// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.admission.Admission;
import io.wattmill.gateway.dialect.Dialect;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Reading;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.relay.Job;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.kit.telemetry.Limits;

import java.util.Optional;

/** Every API that asks an engine: read, parse in the API's dialect, admit, hand to the relay. */
final class InferenceHandler {

    private static final int RETRY_SECONDS = 2;

    private final Dialect dialect;
    private final BodyReader.Bounds bounds;
    private final IngressParts parts;
    private final Relay relay;

    InferenceHandler(Dialect dialect, BodyReader.Bounds bounds, IngressParts parts, Relay relay) {
        this.dialect = dialect;
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
        switch (dialect.read(body.bytes())) {
            case Reading.Valid(EngineRequest request) -> admit(call, request, body.release());
            case Reading.Invalid(ApiError error) -> {
                body.release().run();
                call.reply().error(error);
            }
        }
    }

    private void admit(Call call, EngineRequest request, Runnable release) {
        KeyRecord key = call.key();
        Optional<ApiError> refusal = refusal(call, request);
        if (refusal.isPresent()) {
            release.run();
            call.reply().error(refusal.get());
            return;
        }
        WorkContext work = WorkHeaders.context(call.request().headers(), request);
        switch (parts.admission().admit(key.keyId(), work.getTier(), request)) {
            case Admission.Outcome.Admitted(Admission.Ticket ticket) ->
                    run(job(call, request, work, ticket.promptTokens()), call, ticket, release);
            case Admission.Outcome.Refused(String limit, ApiError error) -> {
                release.run();
                Limits.hit(parts.metrics(), limit);
                call.reply().error(error);
            }
        }
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

    private Job job(Call call, EngineRequest request, WorkContext work, long promptTokens) {
        return new Job(
                call.reply().requestId(),
                dialect,
                request,
                call.key(),
                work,
                promptTokens,
                call.arrivedNanos());
    }
}
