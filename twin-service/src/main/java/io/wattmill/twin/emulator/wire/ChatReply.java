// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import com.fasterxml.jackson.core.JsonGenerator;

import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;

import java.io.IOException;
import java.util.Optional;

/**
 * The bytes of one chat answer, whole or as server-sent events. A stream's constant parts are
 * rendered once, so that a token costs one small copy.
 */
public final class ChatReply {
    private static final String DONE = "data: [DONE]\n\n";
    private static final String PRELIMINARY = ",\"logprobs\":null,\"finish_reason\":null}]";
    private static final String CHUNK_END = "}\n\n";

    private final String id;
    private final String model;
    private final long createdSeconds;
    private final String chunkStart;

    /**
     * The reply to one request.
     *
     * @param id response id, JSON-safe
     * @param model model name as the node serves it, JSON-safe
     * @param createdSeconds epoch seconds
     */
    public ChatReply(String id, String model, long createdSeconds) {
        this.id = id;
        this.model = model;
        this.createdSeconds = createdSeconds;
        this.chunkStart =
                "data: {\"id\":\"%s\",\"object\":\"chat.completion.chunk\",".formatted(id)
                        + "\"created\":%d,\"model\":\"%s\",\"choices\":"
                                .formatted(createdSeconds, model);
    }

    /** The first event: the role, no text yet. */
    public String opening(Optional<Usage> usage) {
        return chunk("{\"role\":\"assistant\",\"content\":\"\"}" + PRELIMINARY, usage);
    }

    /** One token's text. It must be JSON-safe, as all emulated text is. */
    public String delta(String text, Optional<Usage> usage) {
        return chunk("{\"content\":\"" + text + "\"}" + PRELIMINARY, usage);
    }

    /** The last token's text, and why the answer ends there. */
    public String lastDelta(String text, FinishReason reason, Optional<Usage> usage) {
        var finish = ",\"logprobs\":null,\"finish_reason\":\"" + reason.word();
        return chunk(
                "{\"content\":\"" + text + "\"}" + finish + "\",\"stop_reason\":null}]", usage);
    }

    /** The event that carries nothing but the final usage. */
    public String usageOnly(Usage usage) {
        return chunkStart + "[]" + ",\"usage\":" + rendered(usage) + CHUNK_END;
    }

    /** The marker after the last event. */
    public static String done() {
        return DONE;
    }

    /** The whole answer at once. */
    public byte[] whole(String text, FinishReason reason, Usage usage) {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringField("id", id);
                    json.writeStringField("object", "chat.completion");
                    json.writeNumberField("created", createdSeconds);
                    json.writeStringField("model", model);
                    json.writeArrayFieldStart("choices");
                    writeChoice(json, text, reason);
                    json.writeEndArray();
                    usage.writeTo(json);
                    json.writeEndObject();
                });
    }

    private static void writeChoice(JsonGenerator json, String text, FinishReason reason)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", 0);
        json.writeObjectFieldStart("message");
        json.writeStringField("role", "assistant");
        json.writeStringField("content", text);
        json.writeEndObject();
        json.writeNullField("logprobs");
        json.writeStringField("finish_reason", reason.word());
        json.writeNullField("stop_reason");
        json.writeEndObject();
    }

    private String chunk(String delta, Optional<Usage> usage) {
        var start = chunkStart + "[{\"index\":0,\"delta\":" + delta;
        return usage.map(u -> start + ",\"usage\":" + rendered(u) + CHUNK_END)
                .orElseGet(() -> start + CHUNK_END);
    }

    private static String rendered(Usage usage) {
        return "{\"prompt_tokens\":"
                + usage.promptTokens()
                + ",\"total_tokens\":"
                + (usage.promptTokens() + usage.completionTokens())
                + ",\"completion_tokens\":"
                + usage.completionTokens()
                + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                + usage.cachedTokens()
                + "}}";
    }
}
