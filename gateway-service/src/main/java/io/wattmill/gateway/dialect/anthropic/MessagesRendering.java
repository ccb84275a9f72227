// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.dialect.tree.Reasoning;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.SseEvent;
import io.wattmill.gateway.wire.Usage;

import java.util.List;
import java.util.Optional;

/** A chat completion as a message, or its chunks as the events of one. */
final class MessagesRendering implements Rendering {

    private static final Usage UNKNOWN = new Usage(0, 0, 0, 0);

    private final Trees trees;
    private final String id;
    private final String model;
    private final MessageEvents events;
    private StopReason stop = StopReason.END_TURN;

    MessagesRendering(Trees trees, String model, String requestId) {
        this.trees = trees;
        this.id = "msg_" + requestId.replace("-", "");
        this.model = model;
        this.events = new MessageEvents(id, model);
    }

    @Override
    public boolean isAnswer(EngineJson document) {
        return document.choices();
    }

    @Override
    public String responseId(EngineJson document) {
        return id;
    }

    @Override
    public List<Slice> answer(EngineJson answer, Bill bill) {
        JsonNode choice = trees.engine(answer.text()).path("choices").path(0);
        return List.of(Slice.of(new WholeMessage(trees, choice).json(id, model, bill)));
    }

    @Override
    public List<Slice> chunk(SseEvent event, EngineJson chunk) {
        events.begin(chunk.usage().orElse(UNKNOWN));
        JsonNode choice = trees.engine(chunk.text()).path("choices").path(0);
        delta(choice.path("delta"));
        if (choice.path("finish_reason").isTextual()) {
            stop = StopReason.of(choice, events.callTools());
        }
        return events.take();
    }

    private void delta(JsonNode delta) {
        events.thinking(Reasoning.of(delta));
        events.text(delta.path("content").asText(""));
        events.text(delta.path("refusal").asText(""));
        for (JsonNode call : delta.path("tool_calls")) {
            events.toolCall(call);
        }
    }

    @Override
    public List<Slice> comment(SseEvent event) {
        events.ping();
        return events.take();
    }

    @Override
    public List<Slice> end(Optional<EngineJson> usage, Optional<EngineJson> last, Bill bill) {
        events.begin(bill.tokens());
        events.end(stop, bill);
        return events.take();
    }
}
