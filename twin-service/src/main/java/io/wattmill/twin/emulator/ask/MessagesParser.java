// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;

/**
 * Reads the messages of a chat into a {@link Prompt}. Keeps none of their text but the beginning of
 * the last one. Calls that an assistant made are part of the prompt with their names and arguments;
 * what it thought is not.
 */
final class MessagesParser {
    private static final int KEPT_CHARS = 4_096;

    private final Fields fields;
    private final Prompt.Builder prompt;
    private final ContentParser content;
    private final StringBuilder lastText = new StringBuilder();
    private String lastRole = "";

    private MessagesParser(Fields fields, Prompt.Builder prompt) {
        this.fields = fields;
        this.prompt = prompt;
        this.content = new ContentParser(fields, prompt, this::keep);
    }

    /**
     * What was read.
     *
     * @param prompt the whole of it
     * @param lastRole of the last message
     * @param lastText the first {@value #KEPT_CHARS} characters of its text
     */
    record Messages(Prompt prompt, String lastRole, String lastText) {}

    /**
     * Reads the array that the parser stands on.
     *
     * @param prompt which may hold tools already
     */
    static Messages parse(Fields fields, Prompt.Builder prompt) throws IOException {
        var parser = new MessagesParser(fields, prompt);
        int count = fields.array("'messages'", parser::message);
        Refusal.unless(count > 0, "'messages' must not be empty.");
        return new Messages(prompt.build(), parser.lastRole, parser.lastText.toString());
    }

    private void message() throws IOException {
        prompt.message();
        lastText.setLength(0);
        fields.object("A message", this::field);
        prompt.endMessage();
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "role" -> role();
            case "content" -> content.read();
            case "tool_calls" -> calls();
            default -> fields.skip();
        }
    }

    private void role() throws IOException {
        lastRole = fields.text("role");
        prompt.mark(lastRole);
    }

    private void calls() throws IOException {
        if (!fields.isNull()) {
            fields.array("'tool_calls'", () -> fields.object("A tool call", this::call));
        }
    }

    private void call(String field) throws IOException {
        if (field.equals("function")) {
            fields.object("'function'", this::function);
        } else {
            fields.skip();
        }
    }

    private void function(String field) throws IOException {
        switch (field) {
            case "name", "arguments" -> prompt.content(fields.textInPlace(field));
            default -> fields.skip();
        }
    }

    private void keep(CharSequence text) {
        int room = Math.min(text.length(), KEPT_CHARS - lastText.length());
        lastText.append(text, 0, room);
    }
}
