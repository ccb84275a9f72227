// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.responses.OutputItem.FunctionCall;
import io.wattmill.gateway.dialect.responses.OutputItem.Utterance;
import io.wattmill.gateway.dialect.responses.OutputPart.Kind;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.SseText;

import java.util.ArrayList;
import java.util.List;

/** The events of a response in the order in which they happen, numbered from 0. */
final class ResponseEvents implements Narration {

    private final Trees trees;
    private List<Slice> pieces = new ArrayList<>();
    private long sequence;

    ResponseEvents(Trees trees) {
        this.trees = trees;
    }

    /** The events since the last call. */
    List<Slice> take() {
        List<Slice> ready = pieces;
        pieces = new ArrayList<>();
        return ready;
    }

    /** An event about the whole response. */
    void response(String type, ObjectNode response) {
        ObjectNode event = event(type);
        event.set("response", response);
        tell(event);
    }

    @Override
    public void added(OutputItem item) {
        item("response.output_item.added", item);
    }

    @Override
    public void done(OutputItem item) {
        item("response.output_item.done", item);
    }

    private void item(String type, OutputItem item) {
        ObjectNode event = event(type).put("output_index", item.index());
        event.set("item", item.json());
        tell(event);
    }

    @Override
    public void partAdded(Utterance item, OutputPart part) {
        part("response.content_part.added", item, part);
    }

    @Override
    public void partDone(Utterance item, OutputPart part) {
        ObjectNode event = about("response." + part.kind().type() + ".done", item);
        event.put(part.kind().member(), part.text());
        if (part.kind() == Kind.TEXT) {
            event.set("logprobs", part.logprobs());
        }
        tell(event);
        part("response.content_part.done", item, part);
    }

    private void part(String type, Utterance item, OutputPart part) {
        ObjectNode event = about(type, item);
        event.set("part", part.json());
        tell(event);
    }

    @Override
    public void said(Utterance item, OutputPart part, String delta, ArrayNode logprobs) {
        ObjectNode event =
                about("response." + part.kind().type() + ".delta", item).put("delta", delta);
        if (part.kind() == Kind.TEXT) {
            event.set("logprobs", logprobs);
        }
        tell(event);
    }

    @Override
    public void argued(FunctionCall call, String delta) {
        tell(
                event("response.function_call_arguments.delta")
                        .put("item_id", call.id())
                        .put("output_index", call.index())
                        .put("delta", delta));
    }

    @Override
    public void argumentsDone(FunctionCall call) {
        tell(
                event("response.function_call_arguments.done")
                        .put("item_id", call.id())
                        .put("output_index", call.index())
                        .put("name", call.name())
                        .put("arguments", call.arguments()));
    }

    /** An event about the last part of an utterance. */
    private ObjectNode about(String type, Utterance item) {
        return event(type)
                .put("item_id", item.id())
                .put("output_index", item.index())
                .put("content_index", item.parts().size() - 1);
    }

    private ObjectNode event(String type) {
        return Trees.NODES.objectNode().put("type", type).put("sequence_number", sequence++);
    }

    private void tell(ObjectNode event) {
        pieces.addAll(SseText.named(event.path("type").asText(), trees.bytes(event)));
    }

    /** Takes the last event back, so that it can be told otherwise under its number. */
    void retell() {
        sequence--;
    }
}
