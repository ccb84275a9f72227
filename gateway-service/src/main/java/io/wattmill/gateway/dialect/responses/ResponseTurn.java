// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.AnswerShape;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Operation;
import io.wattmill.gateway.dialect.Rendering;

import java.util.UUID;

/** One request for a response and how it is answered. Does not change; for any thread. */
public final class ResponseTurn implements AnswerShape {

    private static final int MILLIS = 1_000;

    private final ResponsesApi api;
    private final Keeping keeping;
    private final String suffix;
    private final boolean logprobs;
    private final byte[] input;
    private final ResponseDocument document;

    /**
     * What is to become of the response.
     *
     * @param wanted whether it is to be kept
     * @param keeper who keeps it
     */
    public record Keeping(boolean wanted, ResponseKeeper keeper) {}

    /**
     * A turn.
     *
     * @param requestId UUIDv7 of the request: it says when it was, and makes ids unique
     */
    ResponseTurn(
            ResponsesApi api,
            ResponseOrder order,
            ObjectNode settings,
            UUID requestId,
            Keeping keeping) {
        this.api = api;
        this.keeping = keeping;
        this.suffix = requestId.toString().replace("-", "");
        this.logprobs = order.wantsLogprobs();
        this.input =
                keeping.wanted()
                        ? api.trees()
                                .bytes(InputItems.of(order.request().node().path("input"), suffix))
                        : new byte[0];
        this.document =
                new ResponseDocument(
                        "resp_" + suffix, seconds(requestId), settings, keeping.wanted());
    }

    private static long seconds(UUID id) {
        return (id.getMostSignificantBits() >>> 16) / MILLIS;
    }

    @Override
    public String api() {
        return ResponsesApi.NAME;
    }

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public String promptMember() {
        return "input";
    }

    @Override
    public String callersName(String member) {
        return ChatTranslation.NAMES.getOrDefault(member, member);
    }

    @Override
    public Rendering rendering(EngineRequest request, String upstreamModel, String requestId) {
        return new ResponsesRendering(this, api.trees());
    }

    KeptResponse kept(byte[] response) {
        String previous = document.settings().path("previous_response_id").asText("");
        return new KeptResponse(
                document.id(),
                previous,
                document.settings().path("model").asText(""),
                response,
                input);
    }

    ResponseKeeper keeper() {
        return keeping.keeper();
    }

    ResponseDocument document() {
        return document;
    }

    String suffix() {
        return suffix;
    }

    boolean wantsLogprobs() {
        return logprobs;
    }
}
