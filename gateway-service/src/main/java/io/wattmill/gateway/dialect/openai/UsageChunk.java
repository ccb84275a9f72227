// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.openai;

import io.wattmill.gateway.dialect.Rendering.Bill;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.EngineJsonReader;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.SseText;
import io.wattmill.gateway.wire.WireJson;

import java.util.List;
import java.util.Optional;

/** The usage chunk that a client asked for with {@code stream_options.include_usage}. */
final class UsageChunk {

    private final EngineJsonReader reader;
    private final ChunkRewriter rewriter;
    private final String object;
    private final String model;

    /**
     * A maker for one stream.
     *
     * @param rewriter gives the engine's chunk the client's name of the model
     * @param object what a chunk of the API is called
     * @param model the name that the client used
     */
    UsageChunk(EngineJsonReader reader, ChunkRewriter rewriter, String object, String model) {
        this.reader = reader;
        this.rewriter = rewriter;
        this.object = object;
        this.model = model;
    }

    /**
     * The engine's own usage chunk with ours spliced in, or one made here when the engine sent
     * none.
     *
     * @param own the engine's usage chunk
     * @param last any other chunk of the stream, for its id and time
     */
    List<Slice> event(Optional<EngineJson> own, Optional<EngineJson> last, Bill bill) {
        Slice chunk = own.map(rewriter::rename).orElseGet(() -> made(last));
        return SseText.event(
                reader.read(chunk)
                        .map(json -> bill.shown().spliceInto(json, bill.tokens()))
                        .orElse(List.of(chunk)));
    }

    private Slice made(Optional<EngineJson> last) {
        return Slice.of(
                WireJson.text(
                        out -> {
                            out.writeStartObject();
                            out.writeStringField("id", last.map(EngineJson::id).orElse(""));
                            out.writeStringField("object", object);
                            out.writeNumberField(
                                    "created", last.map(EngineJson::created).orElse(0L));
                            out.writeStringField("model", model);
                            out.writeArrayFieldStart("choices");
                            out.writeEndArray();
                            out.writeEndObject();
                        }));
    }
}
