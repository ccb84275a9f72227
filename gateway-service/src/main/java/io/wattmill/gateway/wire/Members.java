// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The members of one JSON object by name and type, or what is wrong with one of them. A member that
 * is null counts as absent, as OpenAI has it.
 */
public final class Members {

    private final byte[] body;
    private final Map<String, Member> members;
    private final WireJson json;
    private final String within;

    Members(byte[] body, Map<String, Member> members, WireJson json) {
        this(body, members, json, "");
    }

    private Members(byte[] body, Map<String, Member> members, WireJson json, String within) {
        this.body = body;
        this.members = members;
        this.json = json;
        this.within = within;
    }

    /** Names of all members, null ones included, in their order. */
    public Set<String> names() {
        return members.keySet();
    }

    /** A member that is there and not null. */
    public Optional<Member> given(String name) {
        return Optional.ofNullable(members.get(name)).filter(member -> !member.isNull());
    }

    /** Where a member's value lies, whatever it is. */
    public Optional<Span> span(String name) {
        return Optional.ofNullable(members.get(name)).map(Member::value);
    }

    /** A member that must be there. */
    public Member required(String name) throws WireException {
        return given(name).orElseThrow(() -> missing(within + name));
    }

    /** A string that must be there. */
    public Member requiredString(String name) throws WireException {
        Member member = required(name);
        expect(member, JsonToken.VALUE_STRING, "a string");
        return member;
    }

    /** True only where the member says so. */
    public boolean bool(String name) throws WireException {
        Optional<Member> member = given(name);
        if (member.isPresent() && !member.get().token().isBoolean()) {
            throw wrong(within + name, "must be true or false");
        }
        return member.isPresent() && member.get().token() == JsonToken.VALUE_TRUE;
    }

    /** A string; empty when it is not there. */
    public String string(String name) throws WireException {
        return given(name).isEmpty() ? "" : requiredString(name).text();
    }

    /** An integer of 1 or more. */
    public OptionalLong positive(String name) throws WireException {
        Optional<Member> member = given(name);
        if (member.isEmpty()) {
            return OptionalLong.empty();
        }
        expect(member.get(), JsonToken.VALUE_NUMBER_INT, "an integer");
        return OptionalLong.of(atLeastOne(within + name, member.get().text()));
    }

    private static long atLeastOne(String name, String digits) throws WireException {
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

    /** An array. */
    public Optional<Member> array(String name) throws WireException {
        Optional<Member> member = given(name);
        if (member.isPresent()) {
            expect(member.get(), JsonToken.START_ARRAY, "an array");
        }
        return member;
    }

    /** An object's own members; only their places, no text. */
    public Optional<Members> object(String name) throws WireException {
        Optional<Member> member = given(name);
        if (member.isEmpty()) {
            return Optional.empty();
        }
        expect(member.get(), JsonToken.START_OBJECT, "an object");
        return Optional.of(members(name, member.get().value()));
    }

    private Members members(String name, Span value) throws WireException {
        Slice slice = new Slice(body, value.from(), value.to());
        try (JsonParser in = json.parser(slice)) {
            in.nextToken();
            var scanner = new MemberScanner(in, slice, MemberNames.NONE);
            return new Members(body, scanner.scan(), json, within + name + ".");
        } catch (IOException e) {
            throw new IllegalStateException("a value that was read as JSON is JSON", e);
        }
    }

    private void expect(Member member, JsonToken token, String what) throws WireException {
        if (member.token() != token) {
            throw wrong(within + member.name(), "must be " + what);
        }
    }

    /** That a member is not there and must be. */
    public static WireException missing(String name) {
        return new WireException(
                ApiError.badParameter(
                        name, "missing_required_parameter", "'" + name + "' is required."));
    }

    /** That a member is not what it must be. */
    public static WireException wrong(String name, String what) {
        return new WireException(
                ApiError.badParameter(name, "invalid_value", "'" + name + "' " + what + "."));
    }
}
