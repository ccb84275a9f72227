// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * How an emulated node is.
 *
 * @param nodeId the node
 * @param state of its engine
 * @param slowFactor how many times longer its steps take than the model says
 */
public record NodeStatus(String nodeId, State state, double slowFactor) {

    /** How an engine is. */
    public enum State {
        /** It answers. */
        SERVING,
        /** It accepts and does not answer. */
        HUNG,
        /** Its port is closed. */
        CRASHED
    }

    /** {@code {"node", "state", "slow_factor"}}. */
    public byte[] json() {
        return Json.bytes(this::writeTo);
    }

    /** {@code {"nodes": [...]}}. */
    public static byte[] list(List<NodeStatus> nodes) {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("nodes");
                    for (var node : nodes) {
                        node.writeTo(json);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("node", nodeId);
        json.writeStringField("state", state.name().toLowerCase(Locale.ROOT));
        json.writeNumberField("slow_factor", slowFactor);
        json.writeEndObject();
    }
}
