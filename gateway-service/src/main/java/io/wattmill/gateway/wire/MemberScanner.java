// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads one object and notes where each member lies. Values that nobody looks at are tokenized, so
 * that the whole document is known to be JSON, but not kept.
 */
final class MemberScanner {

    private static final int MAX_MEMBERS = 1_024;

    private final JsonParser in;
    private final Slice slice;
    private final byte[] bytes;
    private final int base;
    private final MemberNames wanted;

    /**
     * @param in a parser whose current token is the object's start
     * @param slice the bytes that the parser reads
     * @param wanted what is looked into
     */
    MemberScanner(JsonParser in, Slice slice, MemberNames wanted) {
        this.in = in;
        this.slice = slice;
        this.bytes = slice.bytes();
        this.base = slice.from();
        this.wanted = wanted;
    }

    /**
     * The members in order. The parser ends on the object's end.
     *
     * @throws WireException on a duplicate or escaped name, or too many of them
     */
    Map<String, Member> scan() throws IOException, WireException {
        Map<String, Member> members = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            refuseEscapes(name);
            Member member = value(name);
            if (members.put(name, member) != null) {
                throw new WireException(
                        ApiError.badParameter(
                                name, "duplicate_key", "'" + name + "' is given twice; send one."));
            }
            if (members.size() > MAX_MEMBERS) {
                throw new WireException(
                        ApiError.badRequest(
                                "too_many_members",
                                "The body has more than " + MAX_MEMBERS + " members."));
            }
        }
        return members;
    }

    private Member value(String name) throws IOException {
        JsonToken token = in.nextToken();
        int from = base + (int) in.currentTokenLocation().getByteOffset();
        boolean read = token.isScalarValue() && wanted.scalars().contains(name);
        String text = read ? in.getText() : "";
        Media media = skip(name);
        in.finishToken();
        return new Member(name, token, new Span(from, end()), text, media);
    }

    private Media skip(String name) throws IOException {
        if (wanted.prompts().contains(name)) {
            return new MediaWalk(in, slice).skip();
        }
        in.skipChildren();
        return Media.NONE;
    }

    /** Offset behind the current token. */
    int end() {
        return base + (int) in.currentLocation().getByteOffset();
    }

    /** An escape would let two readers of the same bytes see two different keys. */
    private void refuseEscapes(String name) throws WireException {
        int at = base + (int) in.currentTokenLocation().getByteOffset() + 1;
        while (bytes[at] != '"') {
            if (bytes[at] == '\\') {
                throw new WireException(
                        ApiError.badParameter(
                                name, "escaped_key", "Keys must not contain escapes."));
            }
            at++;
        }
    }
}
