// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.wattmill.gateway.dialect.responses.OutputItem.FunctionCall;
import io.wattmill.gateway.dialect.responses.OutputItem.Utterance;
import io.wattmill.gateway.dialect.responses.OutputPart.Kind;
import io.wattmill.gateway.dialect.tree.Characters;
import io.wattmill.gateway.dialect.tree.Reasoning;
import io.wattmill.gateway.dialect.tree.Trees;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The output of a response, made from a chat's message or its deltas. One utterance is open at a
 * time; calls stay open side by side until text follows or the output ends, because engines may
 * write several at once. It is bounded: what comes beyond is not taken, and the response is
 * incomplete.
 */
final class ResponseOutput {

    private static final int MAX_ITEMS = 1_024;
    private static final long MAX_CHARS = 8L << 20;
    private static final String COMPLETED = "completed";
    private static final ArrayNode UNKNOWN = Trees.NODES.arrayNode(0);

    private final String suffix;
    private final Narration narration;
    private final List<OutputItem> items = new ArrayList<>(2);
    private final Map<Integer, FunctionCall> openCalls = new LinkedHashMap<>();
    private Optional<Utterance> open = Optional.empty();
    private long chars;
    private boolean full;

    /**
     * An empty one.
     *
     * @param suffix what makes its items' ids unlike those of other responses
     */
    ResponseOutput(String suffix, Narration narration) {
        this.suffix = suffix;
        this.narration = narration;
    }

    /** Whether something did not fit. */
    boolean isFull() {
        return full;
    }

    /**
     * Takes a message, or a delta of one.
     *
     * @param logprobs of its text, where they were asked for
     */
    void take(JsonNode message, JsonNode logprobs) {
        say(Kind.REASONING, Reasoning.of(message), UNKNOWN);
        say(
                Kind.TEXT,
                message.path("content").asText(""),
                logprobs.path("content") instanceof ArrayNode known ? known : UNKNOWN);
        say(Kind.REFUSAL, message.path("refusal").asText(""), UNKNOWN);
        JsonNode calls = message.path("tool_calls");
        for (int at = 0; at < calls.size(); at++) {
            call(calls.path(at), at);
        }
    }

    private boolean fits(String text) {
        full |= chars + text.length() > MAX_CHARS;
        chars += full ? 0 : text.length();
        return !full;
    }

    // --- what is thought and said

    private void say(Kind kind, String raw, ArrayNode logprobs) {
        if (raw.isEmpty() || !fits(raw)) {
            return;
        }
        String text = Characters.whole(raw);
        Utterance item = utterance(kind);
        OutputPart part = item.parts().getLast();
        part.append(text, logprobs);
        narration.said(item, part, text, logprobs);
    }

    private Utterance utterance(Kind kind) {
        Utterance item = open.filter(it -> it.takes(kind)).orElseGet(() -> begin(kind));
        if (!item.endsIn(kind)) {
            closePart(item);
            OutputPart part = new OutputPart(kind);
            item.parts().add(part);
            narration.partAdded(item, part);
        }
        return item;
    }

    private Utterance begin(Kind kind) {
        close(COMPLETED);
        Utterance item = new Utterance(items.size(), suffix, kind == Kind.REASONING);
        open = Optional.of(item);
        add(item);
        return item;
    }

    private void add(OutputItem item) {
        items.add(item);
        narration.added(item);
        full |= items.size() >= MAX_ITEMS;
    }

    // --- what is called

    private void call(JsonNode given, int position) {
        int index = given.path("index").asInt(position);
        String arguments = given.path("function").path("arguments").asText("");
        if (!fits(arguments)) {
            return;
        }
        FunctionCall call = openCalls.get(index);
        if (call == null) {
            call = begin(index, given);
        }
        if (!arguments.isEmpty()) {
            String text = Characters.whole(arguments);
            call.append(text);
            narration.argued(call, text);
        }
    }

    private FunctionCall begin(int index, JsonNode given) {
        closeUtterance(COMPLETED);
        FunctionCall call =
                new FunctionCall(
                        items.size(),
                        suffix,
                        Characters.whole(given.path("id").asText("")),
                        Characters.whole(given.path("function").path("name").asText("")));
        openCalls.put(index, call);
        add(call);
        return call;
    }

    // --- ends

    /** Ends the output; an engine that made nothing has said nothing, which is a message too. */
    void finish(String status) {
        if (items.isEmpty()) {
            utterance(Kind.TEXT);
        }
        close(status);
    }

    private void close(String status) {
        closeUtterance(status);
        openCalls
                .values()
                .forEach(
                        call -> {
                            narration.argumentsDone(call);
                            end(call, status);
                        });
        openCalls.clear();
    }

    private void closeUtterance(String status) {
        open.ifPresent(
                item -> {
                    open = Optional.empty();
                    closePart(item);
                    end(item, status);
                });
    }

    private void closePart(Utterance item) {
        if (!item.parts().isEmpty()) {
            narration.partDone(item, item.parts().getLast());
        }
    }

    private void end(OutputItem item, String status) {
        item.end(status);
        narration.done(item);
    }

    /** Everything that was made by now. */
    ArrayNode json() {
        ArrayNode all = Trees.NODES.arrayNode(items.size());
        items.forEach(item -> all.add(item.json()));
        return all;
    }
}
