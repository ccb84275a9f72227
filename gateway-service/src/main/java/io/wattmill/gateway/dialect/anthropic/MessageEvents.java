// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.gateway.dialect.Rendering.Bill;
import io.wattmill.gateway.dialect.tree.Characters;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.SseText;
import io.wattmill.gateway.wire.Usage;
import io.wattmill.gateway.wire.WireJson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of one message in their order: {@code message_start}, {@code ping}, then for each
 * block {@code content_block_start}, its deltas and {@code content_block_stop}, then {@code
 * message_delta} and {@code message_stop}. One text or thinking block is open at a time; blocks of
 * tools stay open side by side until text follows or the message ends, because engines may write
 * several calls at once.
 */
final class MessageEvents {

    /** No message has more; what comes beyond is not told. */
    private static final int MAX_BLOCKS = 1_024;

    private enum Kind {
        NONE,
        TEXT,
        THINKING
    }

    private final String id;
    private final String model;
    private final Map<Integer, Integer> openTools = new LinkedHashMap<>();
    private List<Slice> pieces = new ArrayList<>();
    private Kind open = Kind.NONE;
    private int blocks;
    private boolean begun;
    private boolean callsTools;

    MessageEvents(String id, String model) {
        this.id = id;
        this.model = model;
    }

    /** The events since the last call. */
    List<Slice> take() {
        List<Slice> ready = pieces;
        pieces = new ArrayList<>();
        return ready;
    }

    /** Whether a tool was called. */
    boolean callTools() {
        return callsTools;
    }

    /** Begins the message, once; {@code usage} is what is known of it by then. */
    void begin(Usage usage) {
        if (begun) {
            return;
        }
        begun = true;
        event(
                "message_start",
                out -> {
                    out.writeObjectFieldStart("message");
                    MessageJson.head(out, id, model);
                    out.writeArrayFieldStart("content");
                    out.writeEndArray();
                    out.writeNullField("stop_reason");
                    out.writeNullField("stop_sequence");
                    out.writeObjectFieldStart("usage");
                    MessageJson.tokens(out, usage);
                    out.writeEndObject();
                    out.writeEndObject();
                });
        ping();
    }

    void ping() {
        event("ping", _ -> {});
    }

    void thinking(String text) {
        if (!text.isEmpty() && open(Kind.THINKING)) {
            delta(blocks - 1, "thinking_delta", "thinking", text);
        }
    }

    void text(String text) {
        if (!text.isEmpty() && open(Kind.TEXT)) {
            delta(blocks - 1, "text_delta", "text", text);
        }
    }

    /** A call, or a part of one: its first part says what is called. */
    void toolCall(JsonNode call) {
        int index = call.path("index").asInt(0);
        if (!openTools.containsKey(index) && !openTool(index, call)) {
            return;
        }
        String arguments = call.path("function").path("arguments").asText("");
        if (!arguments.isEmpty()) {
            delta(openTools.getOrDefault(index, 0), "input_json_delta", "partial_json", arguments);
        }
    }

    void end(StopReason stop, Bill bill) {
        closeAll();
        event(
                "message_delta",
                out -> {
                    out.writeObjectFieldStart("delta");
                    MessageJson.stop(out, stop);
                    out.writeEndObject();
                    MessageJson.usage(out, bill);
                });
        event("message_stop", _ -> {});
    }

    // --- blocks

    private boolean open(Kind kind) {
        if (open == kind) {
            return true;
        }
        closeAll();
        return start(kind);
    }

    private boolean start(Kind kind) {
        if (blocks >= MAX_BLOCKS) {
            return false;
        }
        open = kind;
        boolean thinks = kind == Kind.THINKING;
        startBlock(
                thinks ? "thinking" : "text",
                out -> {
                    out.writeStringField(thinks ? "thinking" : "text", "");
                    if (thinks) {
                        out.writeStringField("signature", "");
                    }
                });
        return true;
    }

    private boolean openTool(int index, JsonNode call) {
        if (blocks >= MAX_BLOCKS) {
            return false;
        }
        closeText();
        callsTools = true;
        openTools.put(index, blocks);
        String callId = call.path("id").asText("");
        startBlock(
                "tool_use",
                out -> {
                    out.writeStringField(
                            "id", callId.isEmpty() ? id + "_" + index : Characters.whole(callId));
                    String name = call.path("function").path("name").asText("");
                    out.writeStringField("name", Characters.whole(name));
                    out.writeObjectFieldStart("input");
                    out.writeEndObject();
                });
        return true;
    }

    private void startBlock(String type, WireJson.Text members) {
        int index = blocks++;
        event(
                "content_block_start",
                out -> {
                    out.writeNumberField("index", index);
                    out.writeObjectFieldStart("content_block");
                    out.writeStringField("type", type);
                    members.write(out);
                    out.writeEndObject();
                });
    }

    private void delta(int index, String type, String member, String text) {
        event(
                "content_block_delta",
                out -> {
                    out.writeNumberField("index", index);
                    out.writeObjectFieldStart("delta");
                    out.writeStringField("type", type);
                    out.writeStringField(member, Characters.whole(text));
                    out.writeEndObject();
                });
    }

    private void closeAll() {
        closeText();
        openTools.values().forEach(this::stopBlock);
        openTools.clear();
    }

    private void closeText() {
        if (open != Kind.NONE) {
            open = Kind.NONE;
            stopBlock(blocks - 1);
        }
    }

    private void stopBlock(int index) {
        event("content_block_stop", out -> out.writeNumberField("index", index));
    }

    private void event(String name, WireJson.Text members) {
        byte[] data =
                WireJson.text(
                        out -> {
                            out.writeStartObject();
                            out.writeStringField("type", name);
                            members.write(out);
                            out.writeEndObject();
                        });
        pieces.addAll(SseText.named(name, data));
    }
}
