// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.wattmill.gateway.dialect.responses.ItemPage;
import io.wattmill.gateway.dialect.responses.PastTurn;
import io.wattmill.gateway.dialect.responses.ResponsesApi;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.responses.Chain;
import io.wattmill.gateway.responses.ResponseStore;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.WireException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code /v1/responses/{id}}: kept responses of the project that asks, and no others. */
final class ResponsesHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ResponsesHandler.class);
    private static final int OK = 200;
    private static final int RETRY_SECONDS = 1;

    private final ResponsesApi api;
    private final Workbench bench;
    private final IngressParts parts;
    private final ResponseStore store;

    ResponsesHandler(ResponsesApi api, Workbench bench, IngressParts parts) {
        this.api = api;
        this.bench = bench;
        this.parts = parts;
        this.store = parts.responses();
    }

    void read(Call call) {
        if (Boolean.parseBoolean(query(call).getOrDefault("stream", "false"))) {
            call.reply()
                    .error(
                            ApiError.badParameter(
                                    "stream",
                                    "invalid_value",
                                    "'stream' must be false here: a kept response is told whole."));
            return;
        }
        asked(
                call,
                store.find(project(call), id(call, Route.READ_RESPONSE)),
                found -> found.ifPresentOrElse(response -> json(call, response), () -> gone(call)));
    }

    void delete(Call call) {
        String id = id(call, Route.DELETE_RESPONSE);
        asked(
                call,
                store.delete(project(call), id),
                removed -> {
                    if (removed) {
                        json(call, deleted(id));
                    } else {
                        gone(call);
                    }
                });
    }

    private static byte[] deleted(String id) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", "response")
                .put("deleted", true)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The items that a response answers, with all that came before them. */
    void items(Call call) {
        ItemPage page;
        try {
            page = ItemPage.of(query(call));
        } catch (WireException e) {
            call.reply().error(e.error());
            return;
        }
        Share share = new Share(parts.held(), parts.metrics());
        call.holds(share::giveBack);
        asked(
                call,
                store.chain(project(call), id(call, Route.LIST_INPUT_ITEMS), share::tryTake)
                        .onFailure(_ -> share.giveBack()),
                chain -> list(call, page, chain, share));
    }

    private void list(Call call, ItemPage page, Chain chain, Share share) {
        switch (chain) {
            case Chain.Whole(List<Chain.Link> links) -> list(call, page, links, share);
            case Chain.Broken(List<Chain.Link> links) -> list(call, page, links, share);
            case Chain.Missing() -> gone(call);
            case Chain.NoRoom() -> call.reply().error(Share.none());
            case Chain.TooLong(String limit) -> call.reply().error(tooLong(limit));
        }
    }

    private static ApiError tooLong(String limit) {
        return ApiError.badRequest(
                "conversation_too_long",
                "The items before this response are more than the site reads at once (gateway."
                        + limit
                        + ").");
    }

    private void list(Call call, ItemPage page, List<Chain.Link> links, Share share) {
        List<PastTurn> turns = links.stream().map(Chain.Link::turn).toList();
        bench.run(
                call,
                turns.stream().mapToLong(PastTurn::bytes).sum(),
                () -> page.list(api.inputOf(turns)),
                items -> {
                    share.giveBack();
                    json(call, items);
                });
    }

    /** No response goes on when its caller has left, so that there is nothing to be cancelled. */
    void cancel(Call call) {
        call.reply()
                .error(
                        ApiError.badRequest(
                                "not_cancellable",
                                "Only responses that are made in the background can be cancelled,"
                                        + " and none are here: close the connection to stop one."));
    }

    // --- all of them

    private <T> void asked(Call call, Future<T> question, Consumer<T> answer) {
        question.onSuccess(it -> call.guarded(() -> answer.accept(it)))
                .onFailure(
                        cause -> {
                            LOG.atWarn()
                                    .addKeyValue("request_id", call.reply().requestId())
                                    .setCause(cause)
                                    .log("responses cannot be read");
                            call.reply().error(unavailable(RETRY_SECONDS));
                        });
    }

    /** That kept responses cannot be reached now. */
    static ApiError unavailable(int retrySeconds) {
        return ApiError.unavailable(
                "responses_unavailable",
                "Kept responses cannot be reached right now; a request that builds on none is"
                        + " served.",
                retrySeconds);
    }

    private static void json(Call call, byte[] body) {
        call.reply().header("cache-control", "no-store").json(OK, body);
    }

    private static void gone(Call call) {
        call.reply()
                .error(
                        ApiError.notFound(
                                "There is no such response: it was never kept, is deleted or too"
                                        + " old, or is not this project's."));
    }

    private static String project(Call call) {
        return call.key().projectId();
    }

    private static String id(Call call, Route route) {
        return route.path().segment(call.path());
    }

    /** What is asked beside the path; a query that cannot be decoded asks for nothing. */
    private static Map<String, String> query(Call call) {
        Map<String, String> query = new HashMap<>();
        try {
            MultiMap parameters = call.request().params();
            parameters.names().forEach(name -> query.put(name, parameters.get(name)));
        } catch (IllegalArgumentException _) {
            return Map.of();
        }
        return query;
    }
}
