// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.batch.Admission;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.twin.emulator.engine.Job;
import io.wattmill.twin.emulator.text.Answer;
import io.wattmill.twin.emulator.text.AnswerLength;
import io.wattmill.twin.emulator.text.Transcript;
import io.wattmill.twin.emulator.wire.ApiError;
import io.wattmill.twin.emulator.wire.ChatAnswer;
import io.wattmill.twin.emulator.wire.ChatParser;
import io.wattmill.twin.emulator.wire.ChatReply;
import io.wattmill.twin.emulator.wire.ChatRequest;
import io.wattmill.twin.emulator.wire.ChatRequest.Parsed;

import java.util.Optional;

/** {@code POST /v1/chat/completions} of one emulated engine. Belongs to its node's context. */
final class ChatEndpoint {
    private static final String REQUEST_ID = "x-request-id";
    private static final int MAX_ID_CHARS = 128;
    private static final long US_PER_SECOND = 1_000_000;

    private final ServiceContext services;
    private final EmulatorConfig config;
    private final String nodeId;
    private final EngineLoop loop;
    private long requests;
    private boolean draining;

    ChatEndpoint(ServiceContext services, NodeBlueprint blueprint, EngineLoop loop) {
        this.services = services;
        this.config = blueprint.config();
        this.nodeId = blueprint.nodeId();
        this.loop = loop;
    }

    /** Refuses what comes from now on. */
    void drain() {
        draining = true;
    }

    /** Serves one request whose body has been read. */
    void handle(RoutingContext context) {
        long number = ++requests;
        var id = requestId(context.request(), number);
        context.response().putHeader(REQUEST_ID, id);
        var body = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        switch (ChatParser.parse(body.getBytes())) {
            case Parsed.Rejected(ApiError error) -> refuse(context.response(), error);
            case Parsed.Accepted(ChatRequest request) ->
                    refusal(request)
                            .ifPresentOrElse(
                                    error -> refuse(context.response(), error),
                                    () -> serve(context, request, number, id));
        }
    }

    static void refuse(HttpServerResponse response, ApiError error) {
        response.setStatusCode(error.status())
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(error.body()));
    }

    private Optional<ApiError> refusal(ChatRequest request) {
        var served = config.model();
        if (draining) {
            return Optional.of(ApiError.unavailable("The engine is draining."));
        }
        return request.model().equals(served)
                ? contextRefusal(request)
                : Optional.of(
                        ApiError.notFound(
                                "The model does not exist here; this engine serves "
                                        + served
                                        + "."));
    }

    private Optional<ApiError> contextRefusal(ChatRequest request) {
        long longest = config.engine().maxModelLen();
        long prompt = request.prompt().tokens();
        long output = request.maxTokens().orElse(1);
        return prompt + output <= longest
                ? Optional.empty()
                : Optional.of(
                        ApiError.badRequest(
                                ("This model's maximum context length is %d tokens; the prompt"
                                                + " has %d and the answer may take %d.")
                                        .formatted(longest, prompt, output)));
    }

    private void serve(RoutingContext context, ChatRequest request, long number, String id) {
        var response = context.response();
        var length = length(request);
        var exchange =
                new ChatExchange(
                        response,
                        context.request().connection(),
                        chatAnswer(request, length, id),
                        services.metrics(),
                        () -> loop.abort(number));
        int promptTokens = Math.toIntExact(request.prompt().tokens());
        var job = new Job(number, promptTokens, blocks(request), length, exchange);
        switch (loop.submit(job)) {
            case Admission.Queued _ ->
                    exchange.begin(request.stream(), config.limits().streamBufferBytes());
            case Admission.TooLong(long needed, long capacity) ->
                    refuse(response, tooLong(needed, capacity));
            case Admission.QueueFull _ -> {
                Limits.hit(services.metrics(), "twin.emulator.engine.max-waiting");
                refuse(response, ApiError.unavailable("Too many requests are waiting."));
            }
            case Admission.Duplicate _ ->
                    throw new IllegalStateException("request numbers are unique");
        }
    }

    private PrefixBlocks blocks(ChatRequest request) {
        return config.engine().prefixCaching() ? request.prompt().blocks() : PrefixBlocks.NONE;
    }

    private AnswerLength length(ChatRequest request) {
        return AnswerLength.of(
                answer(request), maxTokens(request), request.ignoreEos(), request.stops());
    }

    private ChatAnswer chatAnswer(ChatRequest request, AnswerLength length, String id) {
        var transcript = new Transcript(answer(request), request.stops());
        var created = services.clock().nowUs() / US_PER_SECOND;
        var reply = new ChatReply("chatcmpl-" + id, config.model(), created);
        return ChatAnswer.to(request, length, transcript, reply);
    }

    private Answer answer(ChatRequest request) {
        long hash = request.prompt().hash() ^ request.seed();
        return Answer.to(config.seed(), hash, config.engine().answerMeanTokens());
    }

    /** Without a limit of its own a request may fill the context. */
    private int maxTokens(ChatRequest request) {
        long room = config.engine().maxModelLen() - request.prompt().tokens();
        return request.maxTokens().orElse((int) Math.max(1, room));
    }

    private static ApiError tooLong(long needed, long capacity) {
        return ApiError.badRequest(
                "The request may need %d tokens of KV cache and this engine has %d."
                        .formatted(needed, capacity));
    }

    /**
     * The caller's id where it is safe to repeat in headers and JSON, else one of the engine's own.
     */
    private String requestId(HttpServerRequest request, long number) {
        return Optional.ofNullable(request.getHeader(REQUEST_ID))
                .filter(id -> id.length() <= MAX_ID_CHARS && isPlain(id))
                .orElseGet(() -> nodeId + "-" + number);
    }

    private static boolean isPlain(String id) {
        return !id.isEmpty()
                && id.chars()
                        .allMatch(
                                c ->
                                        c < 128
                                                && (Character.isLetterOrDigit(c)
                                                        || "-_.:".indexOf(c) >= 0));
    }
}
