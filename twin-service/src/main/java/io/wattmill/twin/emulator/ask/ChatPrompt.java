// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Json;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.Optional;

/** What the template makes of a chat: its tools, then its messages. */
final class ChatPrompt {
    private final Fields fields;
    private final byte[] body;
    private Optional<MessagesParser.Messages> messages = Optional.empty();
    private Optional<Fields.Span> span = Optional.empty();

    ChatPrompt(Fields fields, byte[] body) {
        this.fields = fields;
        this.body = body;
    }

    /** Reads the messages that the parser stands on. */
    void messages() throws IOException {
        span = Optional.of(fields.span(this::read));
    }

    private void read() throws IOException {
        messages = Optional.of(MessagesParser.parse(fields, new Prompt.Builder()));
    }

    /** Whether there were messages. */
    boolean isGiven() {
        return messages.isPresent();
    }

    /** The messages, which must have been given. */
    MessagesParser.Messages given() {
        return messages.orElseThrow(() -> new Refusal("'messages' is required."));
    }

    /**
     * The prompt. Templates put the tools before the messages. Only at the end is it known whether
     * there are any, so that a chat with tools reads its messages twice.
     *
     * @param tools where they stand in the body
     */
    Prompt prompt(Optional<Fields.Span> tools) throws IOException {
        if (tools.isEmpty()) {
            return given().prompt();
        }
        given();
        var builder = new Prompt.Builder();
        builder.tools(tools.get().text(body));
        try (var again = Json.parser(body, span.orElseThrow())) {
            again.nextToken();
            return MessagesParser.parse(new Fields(again), builder).prompt();
        }
    }
}
