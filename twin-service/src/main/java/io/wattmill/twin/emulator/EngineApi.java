// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.twin.emulator.ask.TokenizeRequest;
import io.wattmill.twin.emulator.metrics.VllmExposition;
import io.wattmill.twin.emulator.script.Model;
import io.wattmill.twin.emulator.script.Scripts;
import io.wattmill.twin.emulator.text.PromptTokens;
import io.wattmill.twin.emulator.wire.ApiError;
import io.wattmill.twin.emulator.wire.Json;
import io.wattmill.twin.emulator.wire.ModelCard;

import java.util.Optional;

/** The routes of one emulated engine, by the paths of vLLM's server. */
final class EngineApi {
    private final ModelCard card;
    private final EngineLoop loop;
    private final VllmExposition exposition;
    private final MeterRegistry metrics;
    private final long bodyBytes;

    EngineApi(NodeBlueprint blueprint, ModelCard card, EngineLoop loop, MeterRegistry metrics) {
        var config = blueprint.config();
        this.card = card;
        this.loop = loop;
        this.exposition = new VllmExposition(card.model(), config.engine().prefixCaching());
        this.metrics = metrics;
        this.bodyBytes = config.limits().bodyBytes();
    }

    /** What serves inference. */
    record Endpoints(
            ChatEndpoint chat, CompletionEndpoint completion, EmbeddingsEndpoint embeddings) {

        static Endpoints of(EngineDesk desk, EmulatorConfig config) {
            var engine = config.engine();
            var scripts =
                    new Scripts(
                            new Model(
                                    config.seed(),
                                    engine.answerMeanTokens(),
                                    engine.maxModelLen()));
            return new Endpoints(
                    new ChatEndpoint(desk, scripts, config.model()),
                    new CompletionEndpoint(desk, scripts, config.model()),
                    new EmbeddingsEndpoint(desk, config.model(), engine.embeddingDimensions()));
        }
    }

    Router router(Vertx vertx, Endpoints endpoints) {
        var router = Router.router(vertx);
        var body = BodyHandler.create(false).setBodyLimit(bodyBytes);
        router.post("/v1/chat/completions").handler(body).handler(endpoints.chat()::handle);
        router.post("/v1/completions").handler(body).handler(endpoints.completion()::handle);
        router.post("/v1/embeddings").handler(body).handler(endpoints.embeddings()::handle);
        router.post("/tokenize").handler(body).handler(this::tokenize);
        router.get("/v1/models").handler(context -> json(context, card.models()));
        router.get("/version").handler(context -> json(context, ModelCard.version()));
        router.get("/health").handler(context -> context.response().end());
        router.get("/metrics").handler(this::metrics);
        router.errorHandler(404, context -> refuse(context, ApiError.notFound("Not Found")));
        router.errorHandler(413, this::tooLarge);
        return router;
    }

    private void tokenize(RoutingContext context) {
        var body = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        switch (TokenizeRequest.tokens(body.getBytes())) {
            case Json.Read.Accepted<PromptTokens>(PromptTokens tokens) ->
                    json(context, TokenizeRequest.reply(tokens, card.maxModelLen()));
            case Json.Read.Rejected<PromptTokens>(ApiError error) -> refuse(context, error);
        }
    }

    private void metrics(RoutingContext context) {
        var text = loop.look((engine, _) -> exposition.text(engine.gauges(), engine.counters()));
        text = text + exposition.started(loop.startedAtUs());
        context.response().putHeader("content-type", Metrics.CONTENT_TYPE).end(text);
    }

    private void tooLarge(RoutingContext context) {
        Limits.hit(metrics, "twin.emulator.limits.body-bytes");
        refuse(context, ApiError.tooLarge(bodyBytes));
    }

    private static void refuse(RoutingContext context, ApiError error) {
        EngineDesk.refuse(context.response(), error);
    }

    private static void json(RoutingContext context, byte[] body) {
        context.response().putHeader("content-type", "application/json").end(Buffer.buffer(body));
    }
}
