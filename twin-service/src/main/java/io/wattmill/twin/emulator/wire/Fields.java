// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Typed reading of the value that a streaming parser stands on. What is not as it must be ends the
 * pass with a {@link Refusal}.
 */
public final class Fields {
    private final JsonParser json;

    /** Reads from here on. */
    public Fields(JsonParser json) {
        this.json = json;
    }

    /** What to do with one field; the parser stands on its value. */
    public interface Each {
        /** Reads the value of this field. */
        void field(String name) throws IOException;
    }

    /** What to do with one element; the parser stands on it. */
    public interface Element {
        /** Reads the element. */
        void read() throws IOException;
    }

    /** Reads the object that the parser stands on. */
    public void object(String name, Each each) throws IOException {
        Refusal.unless(is(JsonToken.START_OBJECT), name + " must be an object.");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var field = json.currentName();
            json.nextToken();
            each.field(field);
        }
    }

    /** Reads the array that the parser stands on; answers its length. */
    public int array(String name, Element element) throws IOException {
        Refusal.unless(is(JsonToken.START_ARRAY), name + " must be an array.");
        int length = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.read();
            length++;
        }
        return length;
    }

    /** Passes over the value. */
    public void skip() throws IOException {
        json.skipChildren();
    }

    /** Whether the value is an array. */
    public boolean isArray() {
        return is(JsonToken.START_ARRAY);
    }

    /** Whether the value is an object. */
    public boolean isObject() {
        return is(JsonToken.START_OBJECT);
    }

    /** Whether the value is null. */
    public boolean isNull() {
        return is(JsonToken.VALUE_NULL);
    }

    /** Whether the value is text. */
    public boolean isText() {
        return is(JsonToken.VALUE_STRING);
    }

    /** The value, which must be text. */
    public String text(String name) throws IOException {
        Refusal.unless(isText(), "'" + name + "' must be text.");
        return json.getText();
    }

    /** The text without a copy of it, valid until the parser moves: prompts may be megabytes. */
    public CharSequence textInPlace(String name) throws IOException {
        Refusal.unless(isText(), "'" + name + "' must be text.");
        return CharBuffer.wrap(
                json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }

    /** The value, which must be true, false or null, which is false. */
    public boolean flag(String name) {
        boolean known = is(JsonToken.VALUE_TRUE) || is(JsonToken.VALUE_FALSE) || isNull();
        Refusal.unless(known, "'" + name + "' must be true or false.");
        return is(JsonToken.VALUE_TRUE);
    }

    /** The value, which must be a whole number. */
    public long whole(String name) throws IOException {
        boolean fits =
                is(JsonToken.VALUE_NUMBER_INT)
                        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        Refusal.unless(fits, "'" + name + "' must be a whole number.");
        return json.getLongValue();
    }

    /** The value, which must be a number. */
    public double decimal(String name) throws IOException {
        boolean number = is(JsonToken.VALUE_NUMBER_INT) || is(JsonToken.VALUE_NUMBER_FLOAT);
        Refusal.unless(number, "'" + name + "' must be a number.");
        return json.getDoubleValue();
    }

    /** At least 1 if given. What exceeds an int exceeds any context, which has its own refusal. */
    public OptionalInt positive(String name) throws IOException {
        if (isNull()) {
            return OptionalInt.empty();
        }
        long value = whole(name);
        Refusal.unless(value >= 1, "'" + name + "' must be at least 1.");
        return OptionalInt.of((int) Math.min(value, Integer.MAX_VALUE));
    }

    /** A whole number from the least to the most allowed, if given. */
    public OptionalInt within(String name, int least, int most) throws IOException {
        if (isNull()) {
            return OptionalInt.empty();
        }
        long value = whole(name);
        Refusal.unless(
                value >= least && value <= most,
                "'" + name + "' must be from " + least + " to " + most + ".");
        return OptionalInt.of((int) value);
    }

    /** Where the array or object that the parser stands on lies in the body; passes over it. */
    public Span span() throws IOException {
        return span(this::skip);
    }

    /** Where it lies, while it is read. */
    public Span span(Element reading) throws IOException {
        long from = json.currentTokenLocation().getByteOffset();
        reading.read();
        return new Span(
                Math.toIntExact(from), Math.toIntExact(json.currentLocation().getByteOffset()));
    }

    /**
     * A stretch of the body.
     *
     * @param from first byte
     * @param to behind the last one
     */
    public record Span(int from, int to) {

        /** What stands there, as it stands there. */
        public String text(byte[] body) {
            return new String(body, from, to - from, StandardCharsets.UTF_8);
        }
    }

    private boolean is(JsonToken token) {
        return json.currentToken() == token;
    }
}
