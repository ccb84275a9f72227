// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.CharBuffer;
import java.util.OptionalInt;

/** Typed reading of the value that a streaming parser stands on. */
final class Fields {
    private final JsonParser json;

    Fields(JsonParser json) {
        this.json = json;
    }

    /** What to do with one field; the parser stands on its value. */
    interface Each {
        void field(String name) throws IOException;
    }

    /** What to do with one element; the parser stands on it. */
    interface Element {
        void read() throws IOException;
    }

    /** Reads the object that the parser stands on. */
    void object(String name, Each each) throws IOException {
        Refusal.unless(is(JsonToken.START_OBJECT), name + " must be an object.");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var field = json.currentName();
            json.nextToken();
            each.field(field);
        }
    }

    /** Reads the array that the parser stands on; answers its length. */
    int array(String name, Element element) throws IOException {
        Refusal.unless(is(JsonToken.START_ARRAY), name + " must be an array.");
        int length = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.read();
            length++;
        }
        return length;
    }

    void skip() throws IOException {
        json.skipChildren();
    }

    boolean isNull() {
        return is(JsonToken.VALUE_NULL);
    }

    boolean isText() {
        return is(JsonToken.VALUE_STRING);
    }

    String text(String name) throws IOException {
        Refusal.unless(isText(), "'" + name + "' must be text.");
        return json.getText();
    }

    /** The text without a copy of it, valid until the parser moves: prompts may be megabytes. */
    CharSequence textInPlace(String name) throws IOException {
        Refusal.unless(isText(), "'" + name + "' must be text.");
        return CharBuffer.wrap(
                json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }

    boolean flag(String name) {
        boolean known = is(JsonToken.VALUE_TRUE) || is(JsonToken.VALUE_FALSE) || isNull();
        Refusal.unless(known, "'" + name + "' must be true or false.");
        return is(JsonToken.VALUE_TRUE);
    }

    long whole(String name) throws IOException {
        boolean fits =
                is(JsonToken.VALUE_NUMBER_INT)
                        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        Refusal.unless(fits, "'" + name + "' must be a whole number.");
        return json.getLongValue();
    }

    double decimal(String name) throws IOException {
        boolean number = is(JsonToken.VALUE_NUMBER_INT) || is(JsonToken.VALUE_NUMBER_FLOAT);
        Refusal.unless(number, "'" + name + "' must be a number.");
        return json.getDoubleValue();
    }

    /** At least 1 if given. What exceeds an int exceeds any context, which has its own refusal. */
    OptionalInt positive(String name) throws IOException {
        if (isNull()) {
            return OptionalInt.empty();
        }
        long value = whole(name);
        Refusal.unless(value >= 1, "'" + name + "' must be at least 1.");
        return OptionalInt.of((int) Math.min(value, Integer.MAX_VALUE));
    }

    private boolean is(JsonToken token) {
        return json.currentToken() == token;
    }
}
