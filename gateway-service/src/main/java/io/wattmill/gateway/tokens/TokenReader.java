// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.wattmill.gateway.wire.Span;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads tokens from JSON. */
public final class TokenReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int FIRST_TOKENS = 1_024;

    private TokenReader() {}

    /**
     * The member {@code tokens} of an engine's answer to /tokenize; empty when there is none, or it
     * is no array of token ids.
     *
     * @param most tokens that are read; what lies behind is left
     */
    public static Optional<int[]> reply(byte[] answer, int most) {
        try (JsonParser in = JSON.createParser(answer)) {
            boolean told = find(in, "tokens") && in.currentToken() == JsonToken.START_ARRAY;
            return told ? ids(in, most) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /**
     * The member {@code count} of such an answer, which engines say before the tokens themselves;
     * empty when there is none, or it is no count.
     *
     * @throws IOException when it, or what comes before it, cannot be read
     */
    public static OptionalLong count(byte[] answer) throws IOException {
        try (JsonParser in = JSON.createParser(answer)) {
            boolean told = find(in, "count") && in.currentToken() == JsonToken.VALUE_NUMBER_INT;
            return told && in.getLongValue() >= 0
                    ? OptionalLong.of(in.getLongValue())
                    : OptionalLong.empty();
        }
    }

    /** Goes to the value of the first member of this name; false when there is none. */
    private static boolean find(JsonParser in, String name) throws IOException {
        in.nextToken();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = in.currentName().equals(name);
            in.nextToken();
            if (found) {
                return true;
            }
            in.skipChildren();
        }
        return false;
    }

    /**
     * The tokens of a completion's {@code prompt}: an array of them, or an array of one such array.
     * Empty when it is neither.
     */
    public static Optional<int[]> prompt(byte[] body, Span value, int most) {
        try (JsonParser in = JSON.createParser(body, value.from(), value.length())) {
            in.nextToken();
            JsonToken first = in.nextToken();
            if (first == JsonToken.START_ARRAY) {
                return ids(in, most);
            }
            return first == JsonToken.VALUE_NUMBER_INT ? idsFrom(in, most) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The array that the parser stands on. */
    private static Optional<int[]> ids(JsonParser in, int most) throws IOException {
        in.nextToken();
        return idsFrom(in, most);
    }

    /** The rest of an array whose next element the parser stands on. */
    private static Optional<int[]> idsFrom(JsonParser in, int most) throws IOException {
        int[] ids = new int[Math.min(most, FIRST_TOKENS)];
        int count = 0;
        while (in.currentToken() != JsonToken.END_ARRAY && count < most) {
            if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                return Optional.empty();
            }
            ids = count < ids.length ? ids : Arrays.copyOf(ids, Math.min(most, 2 * count));
            ids[count++] = id(in);
            in.nextToken();
        }
        return Optional.of(Arrays.copyOf(ids, count));
    }

    private static int id(JsonParser in) throws IOException {
        int id = in.getIntValue();
        if (id < 0) {
            throw new IOException("a token id is not negative");
        }
        return id;
    }
}
