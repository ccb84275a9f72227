// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;

import io.wattmill.gateway.dialect.Rendering.Bill;
import io.wattmill.gateway.dialect.tree.Characters;
import io.wattmill.gateway.wire.Text;
import io.wattmill.gateway.wire.Usage;

import java.io.IOException;

/** The parts that a message and its events have in common. */
final class MessageJson {

    private MessageJson() {}

    /** The members of a message before its content. */
    static void head(JsonGenerator out, String id, String model) throws IOException {
        out.writeStringField("id", id);
        out.writeStringField("type", "message");
        out.writeStringField("role", "assistant");
        out.writeStringField("model", model);
    }

    /** {@code stop_reason} and {@code stop_sequence}. */
    static void stop(JsonGenerator out, StopReason stop) throws IOException {
        out.writeStringField("stop_reason", stop.reason());
        if (stop.sequence().isEmpty()) {
            out.writeNullField("stop_sequence");
        } else {
            out.writeStringField("stop_sequence", Characters.whole(stop.sequence()));
        }
    }

    /**
     * The figures of {@code usage}. Tokens from the cache are not input tokens here, other than in
     * OpenAI's usage; engines do not say what they wrote to theirs.
     */
    static void tokens(JsonGenerator out, Usage usage) throws IOException {
        out.writeNumberField("input_tokens", usage.prompt() - usage.cached());
        out.writeNumberField("cache_creation_input_tokens", 0);
        out.writeNumberField("cache_read_input_tokens", usage.cached());
        out.writeNumberField("output_tokens", usage.completion());
        thinking(out, usage);
    }

    /** Thinking is a part of the output; null where the engine does not tell it apart. */
    private static void thinking(JsonGenerator out, Usage usage) throws IOException {
        if (usage.reasoning() == 0) {
            out.writeNullField("output_tokens_details");
        } else {
            out.writeObjectFieldStart("output_tokens_details");
            out.writeNumberField("thinking_tokens", usage.reasoning());
            out.writeEndObject();
        }
    }

    /** The member {@code usage} of an answer that is complete. */
    static void usage(JsonGenerator out, Bill bill) throws IOException {
        out.writeObjectFieldStart("usage");
        tokens(out, bill.tokens());
        out.writeFieldName("wattmill");
        out.writeRawValue(Text.of(bill.shown().json()));
        out.writeEndObject();
    }
}
