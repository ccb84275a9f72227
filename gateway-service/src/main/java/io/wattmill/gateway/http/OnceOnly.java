// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.AsyncResult;
import io.wattmill.gateway.idempotency.Answer;
import io.wattmill.gateway.idempotency.Asked;
import io.wattmill.gateway.idempotency.Idempotency;
import io.wattmill.gateway.idempotency.Standing;
import io.wattmill.gateway.idempotency.Tape;
import io.wattmill.gateway.wire.ApiError;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/**
 * Does once what carries an {@code Idempotency-Key}, and answers its repetitions with what the
 * first was answered. What has no such header goes on at once.
 */
final class OnceOnly {

    private static final Logger LOG = LoggerFactory.getLogger(OnceOnly.class);
    private static final String HEADER = "idempotency-key";
    private static final int RETRY_SECONDS = 1;

    private final Idempotency idempotency;

    OnceOnly(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    /**
     * Runs {@code work} now or when the key is claimed; else answers the caller and gives the body
     * back.
     */
    void run(Call call, String api, BodyOutcome.Whole body, Runnable work) {
        String key = call.request().getHeader(HEADER);
        if (key == null) {
            work.run();
            return;
        }
        Optional<ApiError> refusal = refusal(call);
        if (refusal.isPresent()) {
            body.release().run();
            call.reply().error(refusal.get());
            return;
        }
        idempotency
                .claim(asked(call, key, api, body.bytes()))
                .onComplete(
                        standing -> call.guarded(() -> go(call, standing, body.release(), work)));
    }

    private Optional<ApiError> refusal(Call call) {
        List<String> values = call.request().headers().getAll(HEADER);
        if (values.size() != 1 || !isKey(values.getFirst())) {
            return Optional.of(
                    ApiError.badParameter(
                            HEADER,
                            "invalid_idempotency_key",
                            "'Idempotency-Key' must be one header of 1 to "
                                    + idempotency.maxKeyChars()
                                    + " printable ASCII characters without blanks."));
        }
        return call.key().bounds().noLog()
                ? Optional.of(
                        ApiError.badParameter(
                                HEADER,
                                "idempotency_not_kept",
                                "This key asks that nothing be kept of its requests, so no answer"
                                        + " can be given twice; send the request without"
                                        + " 'Idempotency-Key'."))
                : Optional.empty();
    }

    private boolean isKey(String text) {
        return !text.isEmpty()
                && text.length() <= idempotency.maxKeyChars()
                && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static Asked asked(Call call, String key, String api, byte[] body) {
        return new Asked(call.keyId(), call.tenant(), call.reply().requestId(), key, api, body);
    }

    private static void go(
            Call call, AsyncResult<Standing> result, Runnable release, Runnable work) {
        if (result.succeeded() && result.result() instanceof Standing.First first) {
            begin(call, first, release, work);
            return;
        }
        release.run();
        if (result.succeeded()) {
            answer(call, result.result());
        } else {
            LOG.atDebug().setCause(result.cause()).log("no key can be claimed");
            call.reply().error(unavailable());
        }
    }

    private static void begin(Call call, Standing.First first, Runnable release, Runnable work) {
        Tape tape = first.tape();
        if (call.reply().isOver()) {
            tape.failed();
            release.run();
            return;
        }
        call.reply().tap(tape);
        first.before().ifPresent(id -> call.reply().header("idempotent-interrupted", id));
        work.run();
    }

    private static void answer(Call call, Standing standing) {
        switch (standing) {
            case Standing.First _ -> throw new IllegalStateException("it runs");
            case Standing.Running() -> call.reply().error(running());
            case Standing.Different() -> call.reply().error(different());
            case Standing.Answered(Answer answer) -> again(call, answer);
            case Standing.Forgotten(String requestId, String why) ->
                    call.reply().error(forgotten(requestId, why));
            case Standing.Full() -> call.reply().error(full());
        }
    }

    private static void again(Call call, Answer answer) {
        call.reply().answerAs(answer.requestId());
        call.reply()
                .status(200)
                .header("content-type", answer.contentType())
                .header("idempotent-replayed", "true")
                .end(answer.bytes());
    }

    private static ApiError running() {
        return ApiError.notYet(
                "idempotency_key_in_use",
                "The first request with this 'Idempotency-Key' is still running; ask again for its"
                        + " answer.",
                RETRY_SECONDS);
    }

    private static ApiError different() {
        return ApiError.contradiction(
                "idempotency_key_reused",
                "This 'Idempotency-Key' was used for another API or body; use a new one for a new"
                        + " request.");
    }

    private static ApiError forgotten(String requestId, String why) {
        return ApiError.gone(
                "idempotent_answer_not_kept",
                "Request "
                        + requestId
                        + " with this 'Idempotency-Key' was answered and billed, but its answer"
                        + " cannot be given again: "
                        + why
                        + ". Use a new key to ask, and pay, again.");
    }

    private static ApiError full() {
        return ApiError.tooManyRequests(
                "idempotency_keys_exhausted",
                "The project has as many idempotency keys as it may; they end with time. Send the"
                        + " request without 'Idempotency-Key', or later.",
                RETRY_SECONDS * 60);
    }

    private static ApiError unavailable() {
        return ApiError.unavailable(
                "idempotency_unavailable",
                "Idempotency keys cannot be checked now, so the request was not run. Ask again, or"
                        + " without 'Idempotency-Key'.",
                RETRY_SECONDS);
    }
}
