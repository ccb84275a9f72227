// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import java.io.IOException;

/** Reads the messages of a chat into a {@link Prompt}; keeps none of their text. */
final class MessagesParser {
    private final Fields fields;
    private final Prompt.Builder prompt = new Prompt.Builder();

    private MessagesParser(Fields fields) {
        this.fields = fields;
    }

    static Prompt parse(Fields fields) throws IOException {
        var parser = new MessagesParser(fields);
        int count = fields.array("'messages'", parser::message);
        Refusal.unless(count > 0, "'messages' must not be empty.");
        return parser.prompt.build();
    }

    private void message() throws IOException {
        prompt.message();
        fields.object(
                "A message",
                field -> {
                    switch (field) {
                        case "role" -> prompt.mark(fields.text("role"));
                        case "content" -> content();
                        default -> fields.skip();
                    }
                });
        prompt.endMessage();
    }

    private void content() throws IOException {
        if (fields.isText()) {
            prompt.content(fields.textInPlace("content"));
        } else if (!fields.isNull()) {
            fields.array("'content'", () -> fields.object("A content part", this::part));
        }
    }

    private void part(String field) throws IOException {
        switch (field) {
            case "type" ->
                    Refusal.unlessSupported(
                            fields.text("type").equals("text"), "content other than text");
            case "text" -> prompt.content(fields.textInPlace("text"));
            default -> fields.skip();
        }
    }
}
