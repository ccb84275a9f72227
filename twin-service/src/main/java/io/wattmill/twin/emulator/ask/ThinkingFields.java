// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The fields by which a chat asks for thoughts: {@code reasoning_effort}, the switches that chat
 * templates know ({@code enable_thinking}, {@code thinking}), which win, and vLLM's {@code
 * thinking_token_budget} and {@code include_reasoning}.
 */
final class ThinkingFields {
    /** Mean length of thoughts, percent of the mean length of answers. */
    private static final Map<String, Integer> PERCENT =
            Map.of(
                    "none", 0, "minimal", 10, "low", 25, "medium", 50, "high", 100, "xhigh", 150,
                    "max", 200);

    private static final int USUAL_PERCENT = 50;

    private final Fields fields;
    private OptionalInt effort = OptionalInt.empty();
    private Optional<Boolean> enabled = Optional.empty();
    private OptionalInt budget = OptionalInt.empty();
    private boolean shown = true;

    ThinkingFields(Fields fields) {
        this.fields = fields;
    }

    void effort() throws IOException {
        if (!fields.isNull()) {
            var word = fields.text("reasoning_effort");
            Refusal.unless(
                    PERCENT.containsKey(word),
                    "'reasoning_effort' must be one of "
                            + PERCENT.keySet().stream().sorted().toList()
                            + ".");
            effort = OptionalInt.of(PERCENT.getOrDefault(word, 0));
        }
    }

    void budget() throws IOException {
        budget = fields.within("thinking_token_budget", 0, Integer.MAX_VALUE);
    }

    void shown() {
        shown = fields.isNull() || fields.flag("include_reasoning");
    }

    void template() throws IOException {
        if (!fields.isNull()) {
            fields.object("'chat_template_kwargs'", this::templateField);
        }
    }

    private void templateField(String field) throws IOException {
        switch (field) {
            case "enable_thinking", "thinking" -> enabled = Optional.of(fields.flag(field));
            case "reasoning_effort" -> effort();
            default -> fields.skip();
        }
    }

    Thinking thinking() {
        int percent = enabled.orElse(effort.isPresent()) ? effort.orElse(USUAL_PERCENT) : 0;
        return percent == 0 ? Thinking.NONE : new Thinking(percent, budget, shown);
    }
}
