// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.wattmill.gateway.admission.Admission;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Reading;
import io.wattmill.gateway.dialect.anthropic.MessagesDialect;
import io.wattmill.gateway.wire.ApiError;

import java.nio.charset.StandardCharsets;

/**
 * {@code POST /v1/messages/count_tokens}: the gateway's own estimate, the one by which requests are
 * admitted and placed. No engine is asked, and nothing is charged.
 */
final class CountTokensHandler {

    private final MessagesDialect dialect;
    private final BodyReader.Bounds bounds;

    CountTokensHandler(MessagesDialect dialect, BodyReader.Bounds bounds) {
        this.dialect = dialect;
        this.bounds = bounds;
    }

    void handle(Call call) {
        call.body(bounds, body -> count(call, body));
    }

    private void count(Call call, BodyOutcome.Whole body) {
        Reading reading = dialect.readToCount(body.bytes());
        body.release().run();
        switch (reading) {
            case Reading.Valid(EngineRequest request) ->
                    call.reply().json(200, json(Admission.estimate(request.promptBytes())));
            case Reading.Invalid(ApiError error) -> call.reply().error(error);
        }
    }

    private static byte[] json(long tokens) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("input_tokens", tokens)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
