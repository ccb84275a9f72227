// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.openai;

import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.EngineJsonReader;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.SseEvent;
import io.wattmill.gateway.wire.SseText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the engine wrote, with the caller's name of the model and with our usage. */
final class OpenAiRendering implements Rendering {

    private static final EngineJsonReader READER = new EngineJsonReader(JsonLimits.DEFAULT);

    private final EngineRequest request;
    private final ChunkRewriter rewriter;
    private final String chunkObject;

    OpenAiRendering(EngineRequest request, String upstreamModel, String chunkObject) {
        this.request = request;
        this.rewriter = new ChunkRewriter(request, upstreamModel);
        this.chunkObject = chunkObject;
    }

    @Override
    public boolean isAnswer(EngineJson document) {
        return request.output().isNone() ? document.data() : document.choices();
    }

    @Override
    public String responseId(EngineJson document) {
        return document.id();
    }

    @Override
    public List<Slice> answer(EngineJson answer, Bill bill) {
        Slice named = rewriter.rename(answer);
        EngineJson shown = named == answer.text() ? answer : READER.read(named).orElse(answer);
        return bill.shown().spliceInto(shown, bill.tokens());
    }

    @Override
    public List<Slice> chunk(SseEvent event, EngineJson chunk) {
        return rewriter.rewrite(event, chunk);
    }

    @Override
    public List<Slice> comment(SseEvent event) {
        return List.of(event.raw());
    }

    @Override
    public List<Slice> end(Optional<EngineJson> usage, Optional<EngineJson> last, Bill bill) {
        List<Slice> end = new ArrayList<>();
        if (request.streamOptions().includeUsage()) {
            var chunk = new UsageChunk(READER, rewriter, chunkObject, request.model());
            end.addAll(chunk.event(usage, last, bill));
        }
        end.add(SseText.done());
        return end;
    }
}
