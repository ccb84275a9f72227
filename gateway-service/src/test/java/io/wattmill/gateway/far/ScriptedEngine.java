// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.kit.testing.Await;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A small vLLM-like HTTP server that does what its script says, and remembers what it was sent. */
public final class ScriptedEngine {

    private static final long TOKEN_MS = 2;
    private static final long NOT_BLOCKED = Long.MIN_VALUE;

    private final Vertx vertx;
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger resets = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final Set<HttpServerRequest> open = ConcurrentHashMap.newKeySet();
    private final Set<Stream> hanging = ConcurrentHashMap.newKeySet();
    private volatile Script script = new Script.Answer(11, 4, 5);
    private volatile Optional<Script> tokenizing = Optional.empty();
    private volatile int padding;
    private volatile long blockedSince = NOT_BLOCKED;

    /** What came in. */
    public record Received(
            String path, Map<String, String> headers, JsonObject body, String text) {}

    private ScriptedEngine(Vertx vertx, HttpServerOptions options) {
        this.vertx = vertx;
        this.server =
                vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0))
                        .requestHandler(this::handle);
    }

    /** An engine on a free port. */
    public static ScriptedEngine start(Vertx vertx) {
        return start(vertx, new HttpServerOptions());
    }

    /** An engine on a free port, over TLS for example. */
    public static ScriptedEngine start(Vertx vertx, HttpServerOptions options) {
        ScriptedEngine engine = new ScriptedEngine(vertx, options);
        Await.await(engine.server.listen());
        return engine;
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return server.actualPort();
    }

    /** What it does from now on. */
    public ScriptedEngine does(Script next) {
        script = next;
        return this;
    }

    /** What it does from now on when it is asked for tokens; the same unless told. */
    public ScriptedEngine tokenizes(Script next) {
        tokenizing = Optional.of(next);
        return this;
    }

    /** Makes each token this many characters long. */
    public void pad(int characters) {
        padding = characters;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public Received last() {
        return received.getLast();
    }

    /** Requests that the caller cut. */
    public int resets() {
        return resets.get();
    }

    /** Whether it has nothing to do. */
    public boolean isIdle() {
        return open.isEmpty();
    }

    /** Ends the streams that hang, as if nothing had been; whether there was one. */
    public boolean goesOn() {
        boolean some = !hanging.isEmpty();
        hanging.forEach(stream -> stream.context.runOnContext(_ -> stream.goOn()));
        hanging.clear();
        return some;
    }

    /** Tokens made in all. */
    public int made() {
        return made.get();
    }

    /** Whether it has waited so long for what it wrote to be read. */
    public boolean isBlockedFor(Duration time) {
        long since = blockedSince;
        return since != NOT_BLOCKED && System.nanoTime() - since >= time.toNanos();
    }

    /** Forgets what came in, and goes on as it is. */
    public void clear() {
        received.clear();
    }

    public void forget() {
        clear();
        resets.set(0);
        made.set(0);
        padding = 0;
        blockedSince = NOT_BLOCKED;
        script = new Script.Answer(11, 4, 5);
        tokenizing = Optional.empty();
        hanging.clear();
    }

    public void stop() {
        Await.await(server.close());
    }

    private void handle(HttpServerRequest request) {
        open.add(request);
        request.response().endHandler(_ -> open.remove(request));
        request.response().closeHandler(_ -> cut(request));
        request.response().exceptionHandler(_ -> {});
        request.body()
                .onSuccess(
                        body -> {
                            TreeMap<String, String> headers = new TreeMap<>();
                            request.headers()
                                    .forEach(
                                            h ->
                                                    headers.put(
                                                            h.getKey().toLowerCase(Locale.ROOT),
                                                            h.getValue()));
                            JsonObject json = new JsonObject(body);
                            received.add(
                                    new Received(
                                            Objects.requireNonNull(request.uri()),
                                            headers,
                                            json,
                                            body.toString()));
                            answer(request.response(), json, script(request));
                        });
    }

    private void cut(HttpServerRequest request) {
        resets.incrementAndGet();
        open.remove(request);
    }

    private Script script(HttpServerRequest request) {
        boolean tokens = "/tokenize".equals(request.path());
        return tokens ? tokenizing.orElse(script) : script;
    }

    private void answer(HttpServerResponse response, JsonObject request, Script now) {
        boolean stream = request.getBoolean("stream", false);
        switch (now) {
            case Script.Status(int code, String message) ->
                    response.setStatusCode(code)
                            .putHeader("content-type", "application/json")
                            .end(
                                    new JsonObject()
                                            .put("error", new JsonObject().put("message", message))
                                            .toBuffer());
            case Script.Busy(int code, int seconds) ->
                    response.setStatusCode(code)
                            .putHeader("retry-after", Integer.toString(seconds))
                            .end();
            case Script.Resets() -> response.reset();
            case Script.Silent() -> {}
            case Script.Garbage() ->
                    response.putHeader("content-type", "text/html").end("<html>oops</html>");
            case Script.Answer(int prompt, int cached, int tokens) when !stream ->
                    whole(response, request, tokens, usage(prompt, cached, tokens));
            case Script.Uncounted(int tokens) when !stream ->
                    whole(response, request, tokens, null);
            case Script.HangsAfter _ when !stream -> {}
            case Script.Exact(String whole, _) when !stream ->
                    response.putHeader("content-type", "application/json").end(whole);
            case Script.Exact(_, List<String> chunks) -> exactly(response, chunks);
            case Script other when !stream -> response.reset();
            default -> new Stream(response, request, now).begin();
        }
    }

    private static void exactly(HttpServerResponse response, List<String> chunks) {
        response.setChunked(true).putHeader("content-type", "text/event-stream");
        chunks.forEach(chunk -> response.write("data: " + chunk + "\n\n"));
        response.end("data: [DONE]\n\n");
    }

    private static void whole(
            HttpServerResponse response,
            JsonObject request,
            int tokens,
            @Nullable JsonObject usage) {
        JsonObject message =
                new JsonObject().put("role", "assistant").put("content", "tok ".repeat(tokens));
        JsonObject body =
                new JsonObject()
                        .put("id", "chatcmpl-" + System.nanoTime())
                        .put("object", "chat.completion")
                        .put("created", 1_700_000_000)
                        .put("model", request.getString("model"))
                        .put(
                                "choices",
                                new JsonArray()
                                        .add(
                                                new JsonObject()
                                                        .put("index", 0)
                                                        .put("message", message)
                                                        .put("finish_reason", "stop")));
        if (usage != null) {
            body.put("usage", usage);
        }
        response.putHeader("content-type", "application/json").end(body.toBuffer());
    }

    private static JsonObject usage(int prompt, int cached, int completion) {
        return new JsonObject()
                .put("prompt_tokens", prompt)
                .put("total_tokens", prompt + completion)
                .put("completion_tokens", completion)
                .put("prompt_tokens_details", new JsonObject().put("cached_tokens", cached));
    }

    private final class Stream {
        private final HttpServerResponse response;
        private final JsonObject request;
        private final Script script;
        private final String id = "chatcmpl-" + System.nanoTime();
        private final boolean counts;
        private final Context context = vertx.getOrCreateContext();
        private int sent;

        Stream(HttpServerResponse response, JsonObject request, Script script) {
            this.response = response;
            this.request = request;
            this.script = script;
            JsonObject options = request.getJsonObject("stream_options", new JsonObject());
            this.counts =
                    !(script instanceof Script.Uncounted)
                            && options.getBoolean("continuous_usage_stats", false);
        }

        void begin() {
            response.setChunked(true).putHeader("content-type", "text/event-stream; charset=utf-8");
            event(chunk(new JsonObject().put("role", "assistant").put("content", ""), null));
            step();
        }

        private int limit() {
            return switch (script) {
                case Script.Answer(_, _, int tokens) -> tokens;
                case Script.Uncounted(int tokens) -> tokens;
                case Script.DiesAfter(int tokens) -> tokens;
                case Script.HangsAfter(int tokens) -> tokens;
                case Script.GarbageAfter(int tokens) -> tokens;
                case Script.ErrorAfter(int tokens) -> tokens;
                case Script.Endless _,
                        Script.Status _,
                        Script.Busy _,
                        Script.Resets _,
                        Script.Silent _,
                        Script.Garbage _,
                        Script.Exact _ ->
                        Integer.MAX_VALUE;
            };
        }

        private void step() {
            if (response.closed()) {
                return;
            }
            if (sent == limit()) {
                end();
            } else if (response.writeQueueFull()) {
                blockedSince = System.nanoTime();
                response.drainHandler(_ -> drained());
            } else {
                token();
                vertx.setTimer(TOKEN_MS, _ -> step());
            }
        }

        private void drained() {
            blockedSince = NOT_BLOCKED;
            step();
        }

        private void token() {
            sent++;
            made.incrementAndGet();
            event(
                    chunk(
                            new JsonObject().put("content", "t" + sent + " " + "x".repeat(padding)),
                            null));
        }

        private void goOn() {
            finish(usage(11, 4, sent));
        }

        private void end() {
            switch (script) {
                case Script.Answer(int prompt, int cached, int tokens) ->
                        finish(usage(prompt, cached, tokens));
                case Script.Uncounted _ -> finish(null);
                case Script.DiesAfter _ -> response.reset();
                case Script.GarbageAfter _ -> response.write("data: {\"oops\n\n");
                case Script.ErrorAfter _ -> {
                    event(
                            new JsonObject()
                                    .put(
                                            "error",
                                            new JsonObject().put("message", "out of memory")));
                    response.end("data: [DONE]\n\n");
                }
                case Script.HangsAfter _ -> hanging.add(this);
                case Script.Endless _,
                        Script.Status _,
                        Script.Busy _,
                        Script.Resets _,
                        Script.Silent _,
                        Script.Garbage _,
                        Script.Exact _ -> {}
            }
        }

        private void finish(@Nullable JsonObject usage) {
            event(chunk(new JsonObject(), "stop"));
            if (usage != null) {
                JsonObject last = chunk(new JsonObject(), null).put("choices", new JsonArray());
                event(last.put("usage", usage));
            }
            response.end("data: [DONE]\n\n");
        }

        private JsonObject chunk(JsonObject delta, @Nullable String finish) {
            JsonObject choice =
                    new JsonObject()
                            .put("index", 0)
                            .put("delta", delta)
                            .put("finish_reason", finish);
            JsonObject chunk =
                    new JsonObject()
                            .put("id", id)
                            .put("object", "chat.completion.chunk")
                            .put("created", 1_700_000_000)
                            .put("model", request.getString("model"))
                            .put("choices", new JsonArray().add(choice));
            if (counts) {
                chunk.put("usage", running());
            }
            return chunk;
        }

        private JsonObject running() {
            return script instanceof Script.Answer(int prompt, int cached, _)
                    ? usage(prompt, cached, sent)
                    : usage(11, 4, sent);
        }

        private void event(JsonObject data) {
            response.write(Buffer.buffer("data: " + data.encode() + "\n\n"));
        }
    }
}
