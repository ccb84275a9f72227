// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import com.fasterxml.jackson.core.JsonGenerator;

import io.wattmill.twin.emulator.wire.Json;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the shapes have in common: the envelope of events and of the whole. */
final class EventText {
    static final String DONE = "data: [DONE]\n\n";
    private static final String END = "}\n\n";

    private final String id;
    private final String object;
    private final String model;
    private final long createdSeconds;
    private final String kept;
    private final String start;

    EventText(
            String id,
            String object,
            String ofChunks,
            String model,
            long createdSeconds,
            String kept) {
        this.kept = kept;
        this.id = id;
        this.object = object;
        this.model = model;
        this.createdSeconds = createdSeconds;
        this.start =
                "data: {\"id\":\"%s\",\"object\":\"%s\",\"created\":%d,\"model\":\"%s\",\"choices\":["
                        .formatted(id, object + ofChunks, createdSeconds, model);
    }

    /** Writes the members of a choice that are its shape's own. */
    interface ChoiceWriting {
        void to(JsonGenerator json, Said said) throws IOException;
    }

    /** An event of one choice. */
    String chunk(int choice, String members, Optional<Usage> usage) {
        var whole = start + "{\"index\":" + choice + "," + members + "}]";
        return usage.map(u -> whole + ",\"usage\":" + u.json() + END).orElseGet(() -> whole + END);
    }

    String usageOnly(Usage usage) {
        return start + "],\"usage\":" + usage.json() + END;
    }

    byte[] whole(List<Said> choices, Usage usage, ChoiceWriting own) {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringField("id", id);
                    json.writeStringField("object", object);
                    json.writeNumberField("created", createdSeconds);
                    json.writeStringField("model", model);
                    json.writeArrayFieldStart("choices");
                    for (int i = 0; i < choices.size(); i++) {
                        write(json, i, choices.get(i), own);
                    }
                    json.writeEndArray();
                    json.writeFieldName("usage");
                    json.writeRawValue(usage.json());
                    if (!kept.isEmpty()) {
                        json.writeFieldName("kv_transfer_params");
                        json.writeRawValue(kept);
                    }
                    json.writeEndObject();
                });
    }

    private static void write(JsonGenerator json, int index, Said said, ChoiceWriting own)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", index);
        own.to(json, said);
        json.writeStringField("finish_reason", said.ending().reason().word());
        json.writeFieldName("stop_reason");
        json.writeRawValue(said.ending().stopText());
        json.writeEndObject();
    }
}
