// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.placement.PairRules;
import io.wattmill.twin.emulator.ask.KvTransfer;
import io.wattmill.twin.emulator.ask.Prompt;
import io.wattmill.twin.emulator.engine.Job;
import io.wattmill.twin.emulator.reply.EngineReply;
import io.wattmill.twin.emulator.text.AnswerLength;
import io.wattmill.twin.emulator.wire.ApiError;
import io.wattmill.twin.emulator.wire.Json;
import io.wattmill.twin.emulator.wire.Refusal;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Where requests to one emulated engine come in, whatever their API: who is refused, and how the
 * sequences of the others get into the batch, all of them or none. Belongs to its node's context.
 */
final class EngineDesk {
    private static final String REQUEST_ID = "x-request-id";
    private static final int MAX_ID_CHARS = 128;
    private static final long US_PER_SECOND = 1_000_000;
    private static final double NANOS_PER_MS = 1e6;

    private final ServiceContext services;
    private final EmulatorConfig config;
    private final String nodeId;
    private final EngineModel model;
    private final EngineLoop loop;
    private final AdmissionChecks checks;
    private long sequences;

    EngineDesk(ServiceContext services, NodeBlueprint blueprint, EngineLoop loop) {
        this.services = services;
        this.config = blueprint.config();
        this.nodeId = blueprint.nodeId();
        this.model = blueprint.model();
        this.loop = loop;
        this.checks = new AdmissionChecks(config, services.metrics());
    }

    /**
     * A sequence that a request needs.
     *
     * @param work what is done with it
     * @param prompt that it begins with
     * @param length how long it gets
     * @param deliveredTokens of the prompt that another engine has computed
     */
    record Sequence(Job.Work work, Prompt prompt, AnswerLength length, int deliveredTokens) {

        Sequence(Job.Work work, Prompt prompt, AnswerLength length) {
            this(work, prompt, length, 0);
        }

        /** The same with all that can be computed elsewhere. */
        Sequence delivered() {
            return new Sequence(work, prompt, length, Math.toIntExact(prompt.tokens()) - 1);
        }
    }

    /**
     * A request on its way.
     *
     * @param http where it came from
     * @param id by which it is known
     */
    record Visit(RoutingContext http, String id) {}

    /** Refuses what comes from now on. */
    void drain() {
        checks.drain();
    }

    /** Why a request is not served. */
    AdmissionChecks checks() {
        return checks;
    }

    /** Serves one request whose body has been read, unless it is none. */
    <T> void receive(
            RoutingContext context,
            Function<byte[], Json.Read<T>> parse,
            BiConsumer<Visit, T> serve) {
        var id = requestId(context.request());
        context.response().putHeader(REQUEST_ID, id);
        var body = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        switch (parse.apply(body.getBytes())) {
            case Json.Read.Rejected<T>(ApiError error) -> refuse(context.response(), error);
            case Json.Read.Accepted<T>(T request) -> {
                try {
                    serve.accept(new Visit(context, id), request);
                } catch (Refusal refusal) {
                    refuse(context.response(), refusal.error());
                }
            }
        }
    }

    static void refuse(HttpServerResponse response, ApiError error) {
        response.setStatusCode(error.status())
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(error.body()));
    }

    /** Where the prompt's KV cache lies, for another engine to fetch it; empty: nowhere. */
    String kept(KvTransfer kv, Prompt prompt) {
        return kv.stays() ? KvTransfer.kept(nodeId, prompt.tokens()) : "";
    }

    /**
     * The same as {@link #serve(Visit, List, EngineReply)}, once the KV cache is there that another
     * engine has computed, if it has.
     */
    void serve(Visit visit, List<Sequence> wanted, EngineReply reply, KvTransfer kv) {
        if (!kv.isDelivered()) {
            serve(visit, wanted, reply);
            return;
        }
        var delivered = wanted.stream().map(Sequence::delivered).toList();
        long tokens = wanted.getFirst().prompt().tokens();
        double nanos = PairRules.DEFAULT.transferNanos(model, tokens) / config.speed();
        services.vertx()
                .setTimer(
                        Math.max(1, Math.round(nanos / NANOS_PER_MS)),
                        _ -> {
                            if (!visit.http().response().closed()) {
                                serve(visit, delivered, reply);
                            }
                        });
    }

    /** Puts the sequences into the batch; what comes of them goes through the reply. */
    void serve(Visit visit, List<Sequence> wanted, EngineReply reply) {
        var response = visit.http().response();
        long first = sequences + 1;
        long last = sequences += wanted.size();
        var exchange =
                new Exchange(
                        response,
                        visit.http().request().connection(),
                        reply,
                        services.metrics(),
                        () -> LongStream.rangeClosed(first, last).forEach(loop::abort));
        var jobs =
                IntStream.range(0, wanted.size())
                        .mapToObj(i -> job(first + i, wanted.get(i), exchange.listener(i)))
                        .toList();
        checks.refusal(loop.submit(jobs))
                .ifPresentOrElse(
                        error -> refuse(response, error),
                        () -> exchange.begin(config.limits().streamBufferBytes()));
    }

    private Job job(long id, Sequence wanted, Job.TokenListener listener) {
        boolean caching = config.engine().prefixCaching();
        return new Job(
                id,
                wanted.work(),
                Math.toIntExact(wanted.prompt().tokens()),
                wanted.prompt().content(),
                caching ? wanted.prompt().blocks() : PrefixBlocks.NONE,
                wanted.length(),
                wanted.deliveredTokens(),
                listener);
    }

    long nowSeconds() {
        return services.clock().nowUs() / US_PER_SECOND;
    }

    /**
     * The caller's id where it is safe to repeat in headers and JSON, else one of the engine's own.
     */
    private String requestId(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(REQUEST_ID))
                .filter(id -> id.length() <= MAX_ID_CHARS && isPlain(id))
                .orElseGet(() -> nodeId + "-" + (sequences + 1));
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
