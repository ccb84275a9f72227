// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import com.fasterxml.jackson.core.JsonGenerator;

import io.wattmill.twin.emulator.wire.Json;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Text completions, whose chunks have the same name as the whole. */
public final class CompletionShape implements Shape {
    private static final String UNFINISHED = "\"finish_reason\":null,\"stop_reason\":null";

    private final EventText events;

    /**
     * The shape of one answer.
     *
     * @param id response id, JSON-safe
     * @param model model name as the node serves it, JSON-safe
     * @param createdSeconds epoch seconds
     */
    public CompletionShape(String id, String model, long createdSeconds) {
        this(id, model, createdSeconds, "");
    }

    /**
     * The same of an answer whose KV cache is kept.
     *
     * @param kept where it lies, JSON; empty: nowhere
     */
    public CompletionShape(String id, String model, long createdSeconds, String kept) {
        this.events = new EventText(id, "text_completion", "", model, createdSeconds, kept);
    }

    @Override
    public String opening(int choice, Optional<Usage> usage) {
        return "";
    }

    @Override
    public String delta(Delta delta) {
        var logprobs =
                delta.logprob()
                        .map(one -> LogprobText.completion(List.of(one), delta.textOffset()))
                        .orElse("null");
        var finish = delta.ending().map(Delta.Ending::json).orElse(UNFINISHED);
        var text = "\"text\":\"" + Json.quoted(delta.text()) + "\",\"logprobs\":" + logprobs;
        return events.chunk(delta.choice(), text + "," + finish, delta.usage());
    }

    @Override
    public String usageOnly(Usage usage) {
        return events.usageOnly(usage);
    }

    @Override
    public byte[] whole(List<Said> choices, Usage usage) {
        return events.whole(choices, usage, CompletionShape::writeChoice);
    }

    private static void writeChoice(JsonGenerator json, Said said) throws IOException {
        json.writeStringField("text", said.text());
        json.writeFieldName("logprobs");
        json.writeRawValue(
                said.logprobs().map(all -> LogprobText.completion(all, 0)).orElse("null"));
    }
}
