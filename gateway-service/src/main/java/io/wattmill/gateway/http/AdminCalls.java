// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

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
        switch (Listing.parse(query(call), config.maxPage())) {
            case Parsed.Valid<Listing>(Listing listing) ->
                    answer(
                            call,
                            200,
                            question.apply(listing).map(all -> View.page(all, listing.limit())));
            case Parsed.Invalid<Listing>(ApiError error) -> call.reply().error(error);
        }
    }

    private static Map<String, String> query(Call call) {
        MultiMap parameters = call.request().params();
        Map<String, String> query = new HashMap<>();
        parameters.names().forEach(name -> query.put(name, parameters.get(name)));
        return query;
    }

    /** Reads the body as {@code reader} does, and answers with what {@code work} makes of it. */
    <T> void taken(
            Call call, int status, Function<byte[], Parsed<T>> reader, Function<T, Answer> work) {
        BodyReader.read(
                call.request(),
                bounds,
                outcome -> {
                    switch (outcome) {
                        case BodyOutcome.Whole(byte[] bytes, Runnable release) -> {
                            release.run();
                            call.guarded(() -> parsed(call, status, reader.apply(bytes), work));
                        }
                        case BodyOutcome.Refused(ApiError error) -> call.reply().error(error);
                        case BodyOutcome.Gone() -> {}
                    }
                });
    }

    /** What an answer will say, as JSON. */
    record Answer(Future<byte[]> json) {

        static Answer of(Future<? extends View> view) {
            return new Answer(view.map(found -> View.bytes(found.json())));
        }
    }

    private <T> void parsed(Call call, int status, Parsed<T> parsed, Function<T, Answer> work) {
        switch (parsed) {
            case Parsed.Valid<T>(T value) -> answer(call, status, work.apply(value).json());
            case Parsed.Invalid<T>(ApiError error) -> call.reply().error(error);
        }
    }

    /** Answers with one thing. */
    void one(Call call, Future<? extends View> view) {
        answer(call, 200, Answer.of(view).json());
    }

    private void answer(Call call, int status, Future<byte[]> json) {
        json.timeout(config.changeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(
                        body -> call.reply().header("cache-control", "no-store").json(status, body))
                .onFailure(e -> failed(call, e));
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
