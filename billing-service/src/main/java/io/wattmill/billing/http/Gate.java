// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.http.RouteTable.BodyLimit;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.trust.Seal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every question about tenants passes: the principal that a gateway sealed, its scope, a place
 * among the questions under way, and a time by which it is answered.
 */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final int TOO_LARGE = 413;
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .serializationInclusion(JsonInclude.Include.ALWAYS)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    private final ServiceContext context;
    private final HttpConfig config;
    private final Seal seal;
    private final Semaphore places;

    Gate(ServiceContext context, HttpConfig config, Seal seal) {
        this.context = context;
        this.config = config;
        this.seal = seal;
        this.places = new Semaphore(config.maxConcurrent());
    }

    /** The route behind the gate. */
    Handler<RoutingContext> guard(Access access, Route route) {
        return routing ->
                admit(
                        access,
                        routing,
                        asked ->
                                bounded(() -> route.answer(asked))
                                        .recover(this::failed)
                                        .onSuccess(answer -> send(routing.response(), answer)));
    }

    /** A streamed route behind the gate: for as long as its reader takes. */
    Handler<RoutingContext> guard(Access access, StreamedRoute route) {
        return routing ->
                admit(
                        access,
                        routing,
                        asked ->
                                route.refusal()
                                        .ifPresentOrElse(
                                                answer -> send(routing.response(), answer),
                                                () ->
                                                        route.write(
                                                                routing.response(),
                                                                asked.nowUs())));
    }

    /** Answers a body that is larger than its limit; what else failed goes on. */
    Handler<RoutingContext> refuseBody(BodyLimit limit) {
        return routing -> {
            if (routing.statusCode() == TOO_LARGE) {
                Limits.hit(context.metrics(), limit.setting());
                send(routing.response(), Answer.tooLarge(limit.bytes()));
            } else {
                routing.next();
            }
        };
    }

    private void admit(Access access, RoutingContext routing, Consumer<Asked> admitted) {
        long nowUs = context.clock().nowUs();
        Optional<Caller> caller = Caller.of(routing.request(), seal, nowUs);
        if (caller.isEmpty()) {
            send(routing.response(), Answer.unsigned());
        } else if (access == Access.ADMIN && !caller.get().isAdmin()) {
            send(routing.response(), Answer.forbidden(needsAdmin(routing)));
        } else {
            admitted.accept(new Asked(caller.get(), routing, nowUs));
        }
    }

    private static String needsAdmin(RoutingContext routing) {
        return "%s %s needs an admin key."
                .formatted(routing.request().method(), routing.normalizedPath());
    }

    private Future<Answer> bounded(Supplier<Future<Answer>> answer) {
        if (!places.tryAcquire()) {
            Limits.hit(context.metrics(), "billing.http.max-concurrent");
            return Future.succeededFuture(
                    Answer.unavailable("Billing has too many questions at once.", "busy"));
        }
        return Future.succeededFuture()
                .compose(_ -> answer.get())
                .timeout(config.answerTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(_ -> places.release());
    }

    private Future<Answer> failed(Throwable cause) {
        if (cause instanceof Wrong wrong) {
            return Future.succeededFuture(wrong.answer());
        }
        LOG.atWarn().setCause(cause).log("billing could not answer");
        return Future.succeededFuture(
                Answer.unavailable(
                        "The ledger is not available; what was used is still being recorded.",
                        "ledger_down"));
    }

    private static void send(HttpServerResponse response, Answer answer) {
        answer.retryAfterS()
                .ifPresent(seconds -> response.putHeader("retry-after", seconds.toString()));
        response.setStatusCode(answer.status())
                .putHeader("content-type", "application/json")
                .end(json(answer.body()))
                .onFailure(
                        cause ->
                                LOG.atDebug()
                                        .setCause(cause)
                                        .log("the caller was gone before the answer"));
    }

    private static Buffer json(Record body) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that is no JSON: " + body.getClass(), e);
        }
    }
}
