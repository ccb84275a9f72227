// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.gateway.dialect.responses.Ordering;
import io.wattmill.gateway.dialect.responses.PastTurn;
import io.wattmill.gateway.dialect.responses.ResponseKeeper;
import io.wattmill.gateway.dialect.responses.ResponseOrder;
import io.wattmill.gateway.dialect.responses.ResponseTurn;
import io.wattmill.gateway.dialect.responses.ResponsesApi;
import io.wattmill.gateway.dialect.responses.TurnReading;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.responses.Chain;
import io.wattmill.gateway.responses.Owner;
import io.wattmill.gateway.responses.ResponseStore;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Consumer;

/** {@code POST /v1/responses}: what a request builds on is read before it is. */
final class ResponsesParsing implements Parsing {

    private static final Logger LOG = LoggerFactory.getLogger(ResponsesParsing.class);
    private static final String PREVIOUS = "previous_response_id";
    private static final int RETRY_SECONDS = 1;

    private final ResponsesApi api;
    private final IngressParts parts;

    ResponsesParsing(ResponsesApi api, IngressParts parts) {
        this.api = api;
        this.parts = parts;
    }

    @Override
    public String api() {
        return ResponsesApi.NAME;
    }

    @Override
    public void parse(Call call, byte[] body, Consumer<Outcome> then) {
        switch (api.order(body)) {
            case Ordering.Invalid(ApiError error) -> then.accept(new Refused(error));
            case Ordering.Valid(ResponseOrder order) when isForbidden(call, order) ->
                    then.accept(new Refused(keepsNothing()));
            case Ordering.Valid(ResponseOrder order) ->
                    order.previousId()
                            .ifPresentOrElse(
                                    id -> find(call, order, id, then),
                                    () -> then.accept(read(call, order, List.of())));
        }
    }

    private static boolean isForbidden(Call call, ResponseOrder order) {
        return call.key().bounds().noLog() && order.store().orElse(false);
    }

    private static ApiError keepsNothing() {
        return ApiError.badParameter(
                "store",
                "invalid_value",
                "'store' must be false, or left out, for this key: nothing of its work is kept. Its"
                        + " keeper can change no_log.");
    }

    // --- what it builds on

    private void find(Call call, ResponseOrder order, String id, Consumer<Outcome> then) {
        parts.responses()
                .chain(call.key().projectId(), id)
                .onSuccess(chain -> call.guarded(() -> then.accept(found(call, order, chain))))
                .onFailure(
                        cause -> {
                            LOG.atWarn()
                                    .addKeyValue("request_id", call.reply().requestId())
                                    .setCause(cause)
                                    .log("previous response cannot be read");
                            then.accept(new Refused(ResponsesHandler.unavailable(RETRY_SECONDS)));
                        });
    }

    private Outcome found(Call call, ResponseOrder order, Chain chain) {
        return switch (chain) {
            case Chain.Whole(List<Chain.Link> links) -> held(call, order, links);
            case Chain.Missing() ->
                    notFound(
                            "There is no such response: it was never kept, is deleted or too old,"
                                + " or is not this project's. Send the conversation as 'input'.");
            case Chain.Broken(_) ->
                    notFound(
                            "What this response was built on is deleted or too old. Send the"
                                    + " conversation as 'input'.");
            case Chain.TooLong(String limit) ->
                    new Refused(
                            ApiError.badParameter(
                                    PREVIOUS,
                                    "conversation_too_long",
                                    "The responses before this one are more than the site reads for"
                                            + " one request (gateway."
                                            + limit
                                            + "). Send what still matters as 'input'."));
        };
    }

    private static Refused notFound(String message) {
        return new Refused(ApiError.badParameter(PREVIOUS, "previous_response_not_found", message));
    }

    /** What was read counts as held as long as the request's body does. */
    private Outcome held(Call call, ResponseOrder order, List<Chain.Link> links) {
        long bytes = links.stream().mapToLong(link -> link.turn().bytes()).sum();
        if (!parts.held().tryTake(bytes)) {
            Limits.hit(parts.metrics(), "http.max-held-bytes");
            return new Refused(
                    ApiError.unavailable(
                            "overloaded",
                            "The gateway holds as many request bodies as it may.",
                            RETRY_SECONDS));
        }
        Runnable giveBack = () -> parts.held().giveBack(bytes);
        return switch (read(call, order, links)) {
            case Asked asked -> new Asked(asked.shape(), asked.request(), giveBack);
            case Refused refused -> {
                giveBack.run();
                yield refused;
            }
        };
    }

    private Outcome read(Call call, ResponseOrder order, List<Chain.Link> links) {
        List<PastTurn> past = links.stream().map(Chain.Link::turn).toList();
        String requestId = call.reply().requestId();
        return switch (api.turn(order, past, requestId, keeping(call, order, links))) {
            case TurnReading.Valid(ResponseTurn turn, var request) ->
                    new Asked(turn, request, () -> {});
            case TurnReading.Invalid(ApiError error) -> new Refused(error);
        };
    }

    // --- what becomes of it

    private ResponseTurn.Keeping keeping(Call call, ResponseOrder order, List<Chain.Link> links) {
        KeyRecord key = call.key();
        if (key.bounds().noLog() || !order.store().orElse(true)) {
            return new ResponseTurn.Keeping(false, ResponseKeeper.NONE);
        }
        ResponseStore store = parts.responses();
        var owner =
                new Owner(
                        key.organizationId(),
                        key.projectId(),
                        key.keyId(),
                        call.reply().requestId());
        List<String> before = links.stream().map(Chain.Link::id).toList();
        return new ResponseTurn.Keeping(true, store.keeper(owner, before));
    }
}
