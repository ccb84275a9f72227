// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.openai;

import io.wattmill.gateway.dialect.Dialect;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Operation;
import io.wattmill.gateway.dialect.Output;
import io.wattmill.gateway.dialect.Reading;
import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.wire.BodyScanner;
import io.wattmill.gateway.wire.JsonBody;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.Member;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.Prompt;
import io.wattmill.gateway.wire.Span;
import io.wattmill.gateway.wire.WireException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** {@code /v1/chat/completions}. */
public final class ChatDialect implements Dialect {

    private static final String PATH = "/v1/chat/completions";
    private static final String PROMPT = "messages";

    private final BodyScanner scanner;

    /** Chat within bounds. */
    public ChatDialect(JsonLimits limits) {
        scanner = new BodyScanner(limits, OpenAiRequests.names(Set.of(PROMPT)));
    }

    @Override
    public String api() {
        return "chat.completions";
    }

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public String promptMember() {
        return PROMPT;
    }

    @Override
    public Reading read(byte[] body) {
        return Reading.of(() -> request(body));
    }

    /**
     * The request in {@code body}.
     *
     * @throws WireException when it is none
     */
    public EngineRequest request(byte[] body) throws WireException {
        JsonBody json = scanner.scan(body);
        Members members = json.members();
        return OpenAiRequests.of(PATH, json, members.bool("stream"), output(members), prompt(json));
    }

    private static Output output(Members members) throws WireException {
        OptionalLong modern = members.positive("max_completion_tokens");
        OptionalLong bound = modern.isPresent() ? modern : members.positive("max_tokens");
        return new Output(bound, OpenAiRequests.count(members.positive("n")), 1);
    }

    private static Prompt prompt(JsonBody json) throws WireException {
        Member messages = json.members().array(PROMPT).orElseThrow(() -> Members.missing(PROMPT));
        requireOne(json.bytes(), messages.value());
        Optional<Member> tools = json.members().array("tools");
        List<Span> parts = new ArrayList<>(2);
        tools.ifPresent(member -> parts.add(member.value()));
        parts.add(messages.value());
        return new Prompt(json.bytes(), parts, messages.media());
    }

    private static void requireOne(byte[] body, Span messages) throws WireException {
        for (int at = messages.from() + 1; at < messages.to() - 1; at++) {
            if (body[at] > ' ') {
                return;
            }
        }
        throw Members.wrong(PROMPT, "must hold at least one message");
    }

    @Override
    public Rendering rendering(EngineRequest request, String upstreamModel, String requestId) {
        return new OpenAiRendering(request, upstreamModel, "chat.completion.chunk");
    }
}
