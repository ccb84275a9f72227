// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import io.wattmill.gateway.dialect.Dialect;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Operation;
import io.wattmill.gateway.dialect.Reading;
import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.dialect.openai.ChatDialect;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.WireException;

/** {@code /v1/messages}. */
public final class MessagesDialect implements Dialect {

    private final Trees trees;
    private final ChatDialect chat;

    /** Messages within bounds. */
    public MessagesDialect(JsonLimits limits) {
        trees = new Trees(limits);
        chat = new ChatDialect(limits);
    }

    @Override
    public String api() {
        return "messages";
    }

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public String promptMember() {
        return "messages";
    }

    @Override
    public String callersName(String member) {
        return RequestTranslation.NAMES.getOrDefault(member, member);
    }

    @Override
    public Reading read(byte[] body) {
        return Reading.of(() -> request(body, false));
    }

    /** Reads a request whose tokens are to be counted: it needs no {@code max_tokens}. */
    public Reading readToCount(byte[] body) {
        return Reading.of(() -> request(body, true));
    }

    private EngineRequest request(byte[] body, boolean counting) throws WireException {
        return chat.request(
                trees.bytes(RequestTranslation.of(trees, trees.request(body), counting)));
    }

    @Override
    public Rendering rendering(EngineRequest request, String upstreamModel, String requestId) {
        return new MessagesRendering(trees, request.model(), requestId);
    }
}
