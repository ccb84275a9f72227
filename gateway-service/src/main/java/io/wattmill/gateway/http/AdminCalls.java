// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.wattmill.gateway.keys.IdentityConfig;
import io.wattmill.gateway.keys.Refused;
import io.wattmill.gateway.tenancy.Listing;
import io.wattmill.gateway.tenancy.Parsed;
import io.wattmill.gateway.tenancy.Refusal;
import io.wattmill.gateway.tenancy.View;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What calls of the admin API have in common: read strictly, do it, answer or say why not. */
final class AdminCalls {

    private static final Logger LOG = LoggerFactory.getLogger(AdminCalls.class);
    private static final int OK = 200;
    private static final int RETRY_SECONDS = 1;

    private final BodyReader.Bounds bounds;
    private final IdentityConfig config;
    private final MeterRegistry metrics;

    AdminCalls(BodyReader.Bounds bounds, IdentityConfig config, MeterRegistry metrics) {
        this.bounds = bounds;
        this.config = config;
        this.metrics = metrics;
    }

    /** Answers with a page of what {@code question} finds. */
    void list(Call call, Function<Listing, Future<? extends List<? extends View>>> question) {
        switch (listing(call)) {
            case Parsed.Valid<Listing>(Listing listing) ->
                    question.apply(listing)
                            .timeout(config.changeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                            .onSuccess(all -> answer(call, OK, View.page(all, listing.limit())))
                            .onFailure(e -> failed(call, e));
            case Parsed.Invalid<Listing>(ApiError error) -> call.reply().error(error);
        }
    }

    private Parsed<Listing> listing(Call call) {
        Map<String, String> query = new HashMap<>();
        try {
            MultiMap parameters = call.request().params();
            parameters.names().forEach(name -> query.put(name, parameters.get(name)));
        } catch (IllegalArgumentException _) {
            return new Parsed.Invalid<>(
                    ApiError.badParameter(
                            "query", "invalid_value", "The query has a broken escape."));
        }
        return Listing.parse(query, config.maxPage());
    }

    /** Reads the body as {@code reader} does, and answers with what {@code work} makes of it. */
    <T> void taken(
            Call call, int status, Function<byte[], Parsed<T>> reader, Function<T, Answer> work) {
        call.body(
                bounds,
                body -> {
                    body.release().run();
                    parsed(call, status, reader.apply(body.bytes()), work);
                });
    }

    /** What an answer will say. */
    record Answer(Future<ObjectNode> json) {

        static Answer of(Future<? extends View> view) {
            return new Answer(view.map(View::json));
        }
    }

    private <T> void parsed(Call call, int status, Parsed<T> parsed, Function<T, Answer> work) {
        switch (parsed) {
            case Parsed.Valid<T>(T value) -> changed(call, status, work.apply(value));
            case Parsed.Invalid<T>(ApiError error) -> call.reply().error(error);
        }
    }

    /** Answers with one thing, as it is. */
    void one(Call call, Future<? extends View> view) {
        answer(call, OK, Answer.of(view));
    }

    /** Answers with one thing that was ended, and writes down who did it. */
    void ended(Call call, Future<? extends View> view) {
        changed(call, OK, Answer.of(view));
    }

    /** A change is written down before it is answered, and when nobody waits for the answer. */
    private void changed(Call call, int status, Answer answer) {
        answer(call, status, new Answer(answer.json().onSuccess(json -> logged(call, json))));
    }

    private static void logged(Call call, ObjectNode json) {
        LOG.atInfo()
                .addKeyValue("request_id", call.reply().requestId())
                .addKeyValue("what", call.route())
                .addKeyValue("id", json.path("id").asText())
                .addKeyValue("by_key", call.keyId())
                .log("identity changed");
    }

    private void answer(Call call, int status, Answer answer) {
        answer.json()
                .timeout(config.changeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(json -> answer(call, status, View.bytes(json)))
                .onFailure(e -> failed(call, e));
    }

    private static void answer(Call call, int status, byte[] body) {
        call.reply().header("cache-control", "no-store").json(status, body);
    }

    private void failed(Call call, Throwable cause) {
        if (cause instanceof Refused refused) {
            Refusal refusal = refused.refusal();
            if (refusal.kind() == Refusal.Kind.FULL) {
                Limits.hit(metrics, refusal.parameter());
            }
            call.reply().error(refusal.error());
            return;
        }
        LOG.atWarn()
                .addKeyValue("request_id", call.reply().requestId())
                .addKeyValue("route", call.route())
                .setCause(cause)
                .log("identity cannot be read or changed");
        call.reply()
                .error(
                        ApiError.unavailable(
                                "identity_unavailable",
                                "The identity store does not answer. Whether a change was made is"
                                        + " not known: look before you try again.",
                                RETRY_SECONDS));
    }
}
