// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.util.List;
import java.util.Optional;

/** The usage chunk that a client asked for with {@code stream_options.include_usage}. */
public final class UsageChunk {

    private UsageChunk() {}

    /**
     * The engine's own usage chunk with ours spliced in, or one made here when the engine sent
     * none.
     *
     * @param own the engine's usage chunk
     * @param rewriter gives it the client's name of the model
     * @param last any other chunk of the stream, for its id and time
     * @param model the name that the client used
     * @param tokens what is billed
     */
    public static List<Slice> event(
            Optional<EngineJson> own,
            ChunkRewriter rewriter,
            EngineJson last,
            String model,
            Usage tokens,
            WattmillUsage wattmill,
            EngineJsonReader reader) {
        Slice chunk = own.map(rewriter::rename).orElseGet(() -> made(last, model));
        return SseText.event(
                reader.read(chunk)
                        .map(json -> wattmill.spliceInto(json, tokens))
                        .orElse(List.of(chunk)));
    }

    private static Slice made(EngineJson last, String model) {
        return Slice.of(
                WireJson.text(
                        out -> {
                            out.writeStartObject();
                            out.writeStringField("id", last.id());
                            out.writeStringField("object", "chat.completion.chunk");
                            out.writeNumberField("created", last.created());
                            out.writeStringField("model", model);
                            out.writeArrayFieldStart("choices");
                            out.writeEndArray();
                            out.writeEndObject();
                        }));
    }
}
