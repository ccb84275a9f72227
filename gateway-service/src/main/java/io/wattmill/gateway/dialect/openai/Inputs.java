// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.openai;

import com.fasterxml.jackson.core.JsonToken;

import io.wattmill.gateway.wire.JsonBody;
import io.wattmill.gateway.wire.Media;
import io.wattmill.gateway.wire.Member;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.Prompt;
import io.wattmill.gateway.wire.Span;
import io.wattmill.gateway.wire.WireException;

import java.util.List;

/**
 * One or several prompts: a text, an array of texts, an array of tokens, or an array of those.
 *
 * @param value where they lie
 * @param count how many there are
 */
record Inputs(Span value, int count) {

    private static final String SHAPES =
            "must be a text, or texts, tokens or arrays of tokens in an array that is not empty";

    static Inputs of(JsonBody json, String name) throws WireException {
        Member member = json.members().required(name);
        if (member.token() == JsonToken.VALUE_STRING) {
            return new Inputs(member.value(), 1);
        }
        boolean isArray = member.token() == JsonToken.START_ARRAY;
        int count = isArray ? count(json.bytes(), member.value()) : 0;
        if (count == 0) {
            throw Members.wrong(name, SHAPES);
        }
        return new Inputs(member.value(), count);
    }

    Prompt prompt(byte[] body) {
        return new Prompt(body, List.of(value), Media.NONE);
    }

    /** Tokens in a row are one input; the array is known to be JSON. */
    private static int count(byte[] body, Span array) {
        int texts = 0;
        int rows = 0;
        int depth = 0;
        boolean numbers = false;
        int at = array.from();
        while (at < array.to()) {
            switch (body[at]) {
                case '"' -> {
                    texts += depth == 1 ? 1 : 0;
                    at = closingQuote(body, at);
                }
                case '[' -> rows += ++depth == 2 ? 1 : 0;
                case ']' -> depth--;
                default -> numbers |= depth == 1 && body[at] >= '0' && body[at] <= '9';
            }
            at++;
        }
        return texts + rows + (numbers ? 1 : 0);
    }

    private static int closingQuote(byte[] body, int open) {
        int at = open + 1;
        while (body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return at;
    }
}
