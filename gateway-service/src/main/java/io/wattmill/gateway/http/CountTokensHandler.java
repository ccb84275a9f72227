// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.vertx.core.Future;
import io.wattmill.gateway.admission.Admission;
import io.wattmill.gateway.capability.Capabilities;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Reading;
import io.wattmill.gateway.dialect.anthropic.MessagesDialect;
import io.wattmill.gateway.identity.KeyBounds;
import io.wattmill.gateway.relay.TokenCounter;
import io.wattmill.gateway.wire.ApiError;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * {@code POST /v1/messages/count_tokens}: the engine's own count where the site asks for it and an
 * engine says it in time, else the gateway's estimate, the one by which requests are admitted and
 * placed. A header says which. Nothing is charged.
 */
final class CountTokensHandler {

    private static final String METHOD = "x-wattmill-token-count";

    private final MessagesDialect dialect;
    private final BodyReader.Bounds bounds;
    private final Workbench bench;
    private final Capabilities capabilities;
    private final TokenCounter counter;

    CountTokensHandler(
            MessagesDialect dialect,
            BodyReader.Bounds bounds,
            Workbench bench,
            Capabilities capabilities,
            TokenCounter counter) {
        this.dialect = dialect;
        this.bounds = bounds;
        this.bench = bench;
        this.capabilities = capabilities;
        this.counter = counter;
    }

    void handle(Call call) {
        call.body(bounds, body -> count(call, body));
    }

    private void count(Call call, BodyOutcome.Whole body) {
        byte[] bytes = body.bytes();
        bench.run(
                call,
                bytes.length,
                () -> dialect.readToCount(bytes),
                reading -> count(call, reading, body));
    }

    private void count(Call call, Reading reading, BodyOutcome.Whole body) {
        switch (reading) {
            case Reading.Valid(EngineRequest request) ->
                    exact(call, request)
                            .onComplete(
                                    counted -> {
                                        body.release().run();
                                        call.guarded(() -> tell(call, request, counted.result()));
                                    });
            case Reading.Invalid(ApiError error) -> {
                body.release().run();
                call.reply().error(error);
            }
        }
    }

    /** Only what the key may call, and where it may go, reaches an engine. */
    private Future<OptionalLong> exact(Call call, EngineRequest request) {
        KeyBounds key = call.key().bounds();
        return capabilities
                .tokenizer(request.model(), key.zone())
                .filter(_ -> key.mayCall(request.model()))
                .map(url -> counter.count(url, request))
                .orElse(Future.succeededFuture(OptionalLong.empty()));
    }

    private static void tell(Call call, EngineRequest request, OptionalLong counted) {
        long tokens = counted.orElseGet(() -> Admission.estimate(request.promptBytes()));
        call.reply()
                .header(METHOD, counted.isPresent() ? "engine" : "estimated")
                .json(200, json(tokens));
    }

    private static byte[] json(long tokens) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("input_tokens", tokens)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
