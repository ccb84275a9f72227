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
 * @param longest bytes of the longest
 */
record Inputs(Span value, int count, int longest) {

    private static final String SHAPES =
            "must be a text, or texts, tokens or arrays of tokens in an array that is not empty";

    static Inputs of(JsonBody json, String name) throws WireException {
        Member member = json.members().required(name);
        if (member.token() == JsonToken.VALUE_STRING) {
            return new Inputs(member.value(), 1, member.value().length());
        }
        boolean isArray = member.token() == JsonToken.START_ARRAY;
        Count count = new Count(json.bytes());
        if (isArray) {
            count.over(member.value());
        }
        if (count.inputs() == 0) {
            throw Members.wrong(name, SHAPES);
        }
        return new Inputs(member.value(), count.inputs(), count.longest);
    }

    Prompt prompt(byte[] body) {
        return new Prompt(body, List.of(value), Media.NONE, count == 1 ? 0 : longest);
    }

    /** Counts the inputs of an array that is known to be JSON; tokens in a row are one input. */
    private static final class Count {
        private final byte[] body;
        private int texts;
        private int rows;
        private int depth;
        private int rowFrom;
        private boolean numbers;
        private int longest;

        Count(byte[] body) {
            this.body = body;
        }

        int inputs() {
            return texts + rows + (numbers ? 1 : 0);
        }

        void over(Span array) {
            int at = array.from();
            while (at < array.to()) {
                switch (body[at]) {
                    case '"' -> at = text(at);
                    case '[' -> open(at);
                    case ']' -> close(at);
                    default -> numbers |= depth == 1 && body[at] >= '0' && body[at] <= '9';
                }
                at++;
            }
            longest = numbers ? array.length() : longest;
        }

        private int text(int open) {
            int end = closingQuote(body, open);
            if (depth == 1) {
                texts++;
                longest = Math.max(longest, end - open);
            }
            return end;
        }

        private void open(int at) {
            depth++;
            if (depth == 2) {
                rows++;
                rowFrom = at;
            }
        }

        private void close(int at) {
            depth--;
            if (depth == 1) {
                longest = Math.max(longest, at - rowFrom);
            }
        }
    }

    private static int closingQuote(byte[] body, int open) {
        int at = open + 1;
        while (body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return at;
    }
}
