// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Turns the members of a well-formed body into a {@link ChatRequest}, or says which one is wrong.
 */
final class ChatRequestMembers {

    private static final Set<String> NONE = Set.of();
    private static final int MAX_MODEL_CHARS = 256;

    private final byte[] body;
    private final Map<String, Member> members;
    private final WireJson json;

    ChatRequestMembers(byte[] body, Map<String, Member> members, WireJson json) {
        this.body = body;
        this.members = members;
        this.json = json;
    }

    ChatRequest request(int end) throws IOException, WireException {
        Member model = model();
        boolean stream = bool("stream");
        return new ChatRequest(
                body,
                model.text(),
                model.value(),
                stream,
                streamOptions(stream),
                maxOutputTokens(),
                choices(),
                string("user"),
                string("service_tier"),
                messages(),
                array("tools").map(Member::value),
                given("cache_salt").map(Member::value),
                end);
    }

    private Member model() throws WireException {
        Member model = given("model").orElseThrow(() -> missing("model"));
        expect(model, JsonToken.VALUE_STRING, "a string");
        if (model.text().isBlank()) {
            throw wrong("model", "must not be empty");
        }
        if (model.text().length() > MAX_MODEL_CHARS) {
            throw wrong("model", "is longer than any model's name");
        }
        return model;
    }

    private Span messages() throws WireException {
        Member messages = array("messages").orElseThrow(() -> missing("messages"));
        for (int at = messages.value().from() + 1; at < messages.value().to() - 1; at++) {
            if (body[at] > ' ') {
                return messages.value();
            }
        }
        throw wrong("messages", "must hold at least one message");
    }

    private OptionalLong maxOutputTokens() throws WireException {
        OptionalLong modern = integer("max_completion_tokens");
        return modern.isPresent() ? modern : integer("max_tokens");
    }

    private int choices() throws WireException {
        long choices = integer("n").orElse(1);
        return (int) Math.min(choices, Integer.MAX_VALUE);
    }

    private ChatRequest.StreamOptions streamOptions(boolean stream)
            throws IOException, WireException {
        Optional<Member> given = given("stream_options");
        if (given.isEmpty()) {
            return ChatRequest.StreamOptions.NONE;
        }
        if (!stream) {
            throw wrong("stream_options", "is only allowed when 'stream' is true");
        }
        expect(given.get(), JsonToken.START_OBJECT, "an object");
        return streamOptions(given.get().value());
    }

    private ChatRequest.StreamOptions streamOptions(Span value) throws IOException, WireException {
        Slice slice = new Slice(body, value.from(), value.to());
        try (JsonParser in = json.parser(slice)) {
            in.nextToken();
            Map<String, Member> options = new MemberScanner(in, slice, NONE).scan();
            boolean include = flag(options.remove("include_usage"), "include_usage");
            boolean continuous =
                    flag(options.remove("continuous_usage_stats"), "continuous_usage_stats");
            List<ChatRequest.Other> others = new ArrayList<>(options.size());
            options.values().forEach(o -> others.add(new ChatRequest.Other(o.name(), o.value())));
            return new ChatRequest.StreamOptions(
                    Optional.of(value), include, continuous, List.copyOf(others));
        }
    }

    private static boolean flag(@Nullable Member member, String name) throws WireException {
        if (member == null || member.isNull()) {
            return false;
        }
        if (!member.token().isBoolean()) {
            throw wrong("stream_options." + name, "must be true or false");
        }
        return member.token() == JsonToken.VALUE_TRUE;
    }

    private boolean bool(String name) throws WireException {
        Optional<Member> member = given(name);
        if (member.isPresent() && !member.get().token().isBoolean()) {
            throw wrong(name, "must be true or false");
        }
        return member.isPresent() && member.get().token() == JsonToken.VALUE_TRUE;
    }

    private String string(String name) throws WireException {
        Optional<Member> member = given(name);
        if (member.isEmpty()) {
            return "";
        }
        expect(member.get(), JsonToken.VALUE_STRING, "a string");
        return member.get().text();
    }

    private OptionalLong integer(String name) throws WireException {
        Optional<Member> member = given(name);
        if (member.isEmpty()) {
            return OptionalLong.empty();
        }
        expect(member.get(), JsonToken.VALUE_NUMBER_INT, "an integer");
        return OptionalLong.of(positive(name, member.get().text()));
    }

    private static long positive(String name, String digits) throws WireException {
        try {
            long value = Long.parseLong(digits);
            if (value >= 1) {
                return value;
            }
        } catch (NumberFormatException _) {
            throw wrong(name, "is too large");
        }
        throw wrong(name, "must be 1 or more");
    }

    private Optional<Member> array(String name) throws WireException {
        Optional<Member> member = given(name);
        if (member.isPresent()) {
            expect(member.get(), JsonToken.START_ARRAY, "an array");
        }
        return member;
    }

    /** A member that is there and not null: OpenAI treats null as absent. */
    private Optional<Member> given(String name) {
        return Optional.ofNullable(members.get(name)).filter(member -> !member.isNull());
    }

    private static void expect(Member member, JsonToken token, String what) throws WireException {
        if (member.token() != token) {
            throw wrong(member.name(), "must be " + what);
        }
    }

    private static WireException missing(String name) {
        return new WireException(
                ApiError.badParameter(
                        name, "missing_required_parameter", "'" + name + "' is required."));
    }

    private static WireException wrong(String name, String what) {
        return new WireException(
                ApiError.badParameter(name, "invalid_value", "'" + name + "' " + what + "."));
    }
}
