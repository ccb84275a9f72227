// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.openai.ChatDialect;
import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.WireException;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@code /v1/responses}. For any thread. */
public final class ResponsesApi {

    /** What the API is called, in records and metrics. */
    public static final String NAME = "responses";

    private final Trees trees;
    private final ChatDialect chat;

    /** Responses within bounds. */
    public ResponsesApi(JsonLimits limits) {
        this.trees = new Trees(limits);
        this.chat = new ChatDialect(limits);
    }

    /** Reads a request; {@code body} must not change afterwards. */
    public Ordering order(byte[] body) {
        try {
            return new Ordering.Valid(ResponseOrder.of(new Fields(trees.request(body), "")));
        } catch (WireException e) {
            return new Ordering.Invalid(e.error());
        }
    }

    /**
     * Reads a request together with what it builds on.
     *
     * @param past the responses that it builds on, oldest first
     * @param requestId UUIDv7 of the request
     */
    public TurnReading turn(
            ResponseOrder order,
            List<PastTurn> past,
            String requestId,
            ResponseTurn.Keeping keeping) {
        try {
            List<ArrayNode> items = new ArrayList<>(2 * past.size());
            for (PastTurn turn : past) {
                items.add(items(turn.input()));
                items.add(items(turn.response()));
            }
            EngineRequest request = chat.request(trees.bytes(ChatTranslation.of(order, items)));
            ObjectNode settings = ResponseSettings.of(order.request());
            return new TurnReading.Valid(
                    new ResponseTurn(this, order, settings, UUID.fromString(requestId), keeping),
                    request);
        } catch (WireException e) {
            return new TurnReading.Invalid(e.error());
        }
    }

    /**
     * The items that the last of {@code turns} answers, with all that came before it, oldest first.
     */
    public ArrayNode inputOf(List<PastTurn> turns) {
        ArrayNode all = Trees.NODES.arrayNode();
        for (int i = 0; i < turns.size(); i++) {
            all.addAll(items(turns.get(i).input()));
            if (i < turns.size() - 1) {
                all.addAll(items(turns.get(i).response()));
            }
        }
        return all;
    }

    /**
     * The items of a kept document.
     *
     * @param document an array of items, or a response
     */
    private ArrayNode items(byte[] document) {
        JsonNode node = trees.engine(Slice.of(document));
        return (node.isArray() ? node : node.path("output")) instanceof ArrayNode items
                ? items
                : Trees.NODES.arrayNode();
    }

    Trees trees() {
        return trees;
    }
}
