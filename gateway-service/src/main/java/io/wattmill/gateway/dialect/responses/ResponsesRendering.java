// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.SseEvent;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** A chat completion as a response, or its chunks as the events of one. */
final class ResponsesRendering implements Rendering {

    private static final long MICROS = 1_000_000;

    private final ResponseTurn turn;
    private final ResponseDocument document;
    private final Trees trees;
    private final ResponseEvents events;
    private ResponseOutput output;
    private Ending ending = Ending.COMPLETED;
    private boolean begun;
    private ObjectNode response = Trees.NODES.objectNode();
    private Function<ObjectNode, List<Slice>> words = _ -> List.of();

    ResponsesRendering(ResponseTurn turn, Trees trees) {
        this.turn = turn;
        this.document = turn.document();
        this.trees = trees;
        this.events = new ResponseEvents(trees);
        this.output = new ResponseOutput(turn.suffix(), events);
    }

    @Override
    public boolean isAnswer(EngineJson engines) {
        return engines.choices();
    }

    @Override
    public String responseId(EngineJson engines) {
        return document.id();
    }

    @Override
    public List<Slice> answer(EngineJson answer, Bill bill) {
        JsonNode choice = trees.engine(answer.text()).path("choices").path(0);
        output = new ResponseOutput(turn.suffix(), Narration.NONE);
        output.take(choice.path("message"), probabilities(choice));
        ending = Ending.of(choice.path("finish_reason").asText(""));
        return told(bill, whole -> List.of(Slice.of(trees.bytes(whole))));
    }

    /** Engines that write them without being asked are not listened to. */
    private JsonNode probabilities(JsonNode choice) {
        return turn.wantsLogprobs() ? choice.path("logprobs") : Trees.NODES.missingNode();
    }

    // --- streams

    @Override
    public List<Slice> chunk(SseEvent event, EngineJson chunk) {
        begin();
        JsonNode choice = trees.engine(chunk.text()).path("choices").path(0);
        output.take(choice.path("delta"), probabilities(choice));
        if (choice.path("finish_reason").isTextual()) {
            ending = Ending.of(choice.path("finish_reason").asText());
            finish();
        }
        return events.take();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            events.response("response.created", document.begun());
            events.response("response.in_progress", document.begun());
        }
    }

    private void finish() {
        ending = output.isFull() ? Ending.TOO_LONG : ending;
        output.finish(ending.status());
    }

    @Override
    public List<Slice> comment(SseEvent event) {
        return List.of(event.raw());
    }

    @Override
    public List<Slice> end(Optional<EngineJson> usage, Optional<EngineJson> last, Bill bill) {
        begin();
        finish();
        List<Slice> before = events.take();
        return told(bill, whole -> lastEvent(before, whole));
    }

    private List<Slice> lastEvent(List<Slice> before, ObjectNode whole) {
        events.response("response." + ending.status(), whole);
        events.retell();
        return Stream.concat(before.stream(), events.take().stream()).toList();
    }

    // --- ends

    private List<Slice> told(Bill bill, Function<ObjectNode, List<Slice>> told) {
        finish();
        response = document.ended(ending, output.json(), bill, bill.endedAtUs() / MICROS);
        words = told;
        return words.apply(response);
    }

    @Override
    public void remember(List<Slice> last, Consumer<List<Slice>> then) {
        if (!document.store()) {
            then.accept(last);
            return;
        }
        KeptResponse kept = turn.kept(trees.bytes(response));
        turn.keeper()
                .keep(
                        kept,
                        isKept ->
                                then.accept(
                                        isKept ? last : words.apply(response.put("store", false))));
    }

    @Override
    public Optional<List<Slice>> failure(ApiError error) {
        begin();
        ending = new Ending("incomplete", "");
        finish();
        events.response("response.failed", document.failed(output.json(), error));
        return Optional.of(events.take());
    }
}
