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
    private final Workbench bench;
    private final IngressParts parts;

    ResponsesParsing(ResponsesApi api, Workbench bench, IngressParts parts) {
        this.api = api;
        this.bench = bench;
        this.parts = parts;
    }

    @Override
    public String api() {
        return ResponsesApi.NAME;
    }

    /**
     * A request that is being read.
     *
     * @param bytes of its body
     * @param then hears what came of it
     */
    private record Begun(Call call, ResponseOrder order, int bytes, Consumer<Outcome> then) {}

    @Override
    public void parse(Call call, byte[] body, Consumer<Outcome> then) {
        bench.run(
                call,
                body.length,
                () -> api.order(body),
                ordering -> ordered(call, ordering, body.length, then));
    }

    private void ordered(Call call, Ordering ordering, int bytes, Consumer<Outcome> then) {
        switch (ordering) {
            case Ordering.Invalid(ApiError error) -> then.accept(new Refused(error));
            case Ordering.Valid(ResponseOrder order) when isForbidden(call, order) ->
                    then.accept(new Refused(keepsNothing()));
            case Ordering.Valid(ResponseOrder order) -> order(new Begun(call, order, bytes, then));
        }
    }

    private void order(Begun begun) {
        begun.order()
                .previousId()
                .ifPresentOrElse(id -> find(begun, id), () -> read(begun, List.of(), 0, () -> {}));
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

    /** What is read counts as held, from before it is read, as long as the request's body does. */
    private void find(Begun begun, String id) {
        Call call = begun.call();
        Share share = new Share(parts.held(), parts.metrics());
        call.holds(share::giveBack);
        parts.responses()
                .chain(call.key().projectId(), id, share::tryTake)
                .onSuccess(chain -> call.guarded(() -> found(begun, chain, share)))
                .onFailure(
                        cause -> {
                            LOG.atWarn()
                                    .addKeyValue("request_id", call.reply().requestId())
                                    .setCause(cause)
                                    .log("previous response cannot be read");
                            share.giveBack();
                            begun.then()
                                    .accept(
                                            new Refused(
                                                    ResponsesHandler.unavailable(RETRY_SECONDS)));
                        });
    }

    private void found(Begun begun, Chain chain, Share share) {
        if (chain instanceof Chain.Whole(List<Chain.Link> links)) {
            long bytes = links.stream().mapToLong(link -> link.turn().bytes()).sum();
            read(begun, links, bytes, share::giveBack);
        } else {
            share.giveBack();
            begun.then().accept(new Refused(refusal(chain)));
        }
    }

    private static ApiError refusal(Chain chain) {
        return switch (chain) {
            case Chain.Whole _ -> throw new IllegalStateException("it can be built on");
            case Chain.Missing() ->
                    notFound(
                            "There is no such response: it was never kept, is deleted or too old,"
                                + " or is not this project's. Send the conversation as 'input'.");
            case Chain.Broken(_) ->
                    notFound(
                            "What this response was built on is deleted or too old. Send the"
                                    + " conversation as 'input'.");
            case Chain.NoRoom() -> Share.none();
            case Chain.TooLong(String limit) ->
                    ApiError.badParameter(
                            PREVIOUS,
                            "conversation_too_long",
                            "The responses before this one are more than the site reads for"
                                    + " one request (gateway."
                                    + limit
                                    + "). Send what still matters as 'input'.");
        };
    }

    private static ApiError notFound(String message) {
        return ApiError.badParameter(PREVIOUS, "previous_response_not_found", message);
    }

    /**
     * Reads the request together with what it builds on.
     *
     * @param before bytes of that
     * @param release gives them back
     */
    private void read(Begun begun, List<Chain.Link> links, long before, Runnable release) {
        Call call = begun.call();
        List<PastTurn> past = links.stream().map(Chain.Link::turn).toList();
        String requestId = call.reply().requestId();
        ResponseTurn.Keeping keeping = keeping(call, begun.order(), links);
        bench.run(
                call,
                begun.bytes() + before,
                () -> api.turn(begun.order(), past, requestId, keeping),
                reading -> begun.then().accept(outcome(reading, release)));
    }

    private static Outcome outcome(TurnReading reading, Runnable release) {
        return switch (reading) {
            case TurnReading.Valid(ResponseTurn turn, var request) ->
                    new Asked(turn, request, release);
            case TurnReading.Invalid(ApiError error) -> {
                release.run();
                yield new Refused(error);
            }
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
