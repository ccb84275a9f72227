// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.responses.OutputPart.Kind;
import io.wattmill.gateway.dialect.tree.Trees;

import java.util.ArrayList;
import java.util.List;

/** An item of a response's output, while it is made. */
abstract sealed class OutputItem {

    private static final String IN_PROGRESS = "in_progress";

    private final int index;
    private final String id;
    private String status = IN_PROGRESS;

    private OutputItem(int index, String id) {
        this.index = index;
        this.id = id;
    }

    /** Its place in the output, from 0. */
    final int index() {
        return index;
    }

    final String id() {
        return id;
    }

    /** It is over; {@code how} is {@code completed} or {@code incomplete}. */
    final void end(String how) {
        status = how;
    }

    /** What it is by now. */
    abstract ObjectNode json();

    /** The members that begin every item. */
    final ObjectNode begun(String type) {
        return Trees.NODES.objectNode().put("id", id).put("type", type).put("status", status);
    }

    /** What a model thought or said. */
    static final class Utterance extends OutputItem {
        private final boolean thought;
        private final List<OutputPart> parts = new ArrayList<>(1);

        /**
         * One without content.
         *
         * @param thought whether it is a thought rather than a message
         */
        Utterance(int index, String suffix, boolean thought) {
            super(index, (thought ? "rs_" : "msg_") + suffix + "_" + index);
            this.thought = thought;
        }

        List<OutputPart> parts() {
            return parts;
        }

        /** Whether a part of this kind belongs to it. */
        boolean takes(Kind kind) {
            return thought == (kind == Kind.REASONING);
        }

        /** Whether its last part is of this kind. */
        boolean endsIn(Kind kind) {
            return !parts.isEmpty() && parts.getLast().kind() == kind;
        }

        @Override
        ObjectNode json() {
            ObjectNode item = begun(thought ? "reasoning" : "message");
            if (thought) {
                item.putArray("summary");
            } else {
                item.put("role", "assistant");
            }
            ArrayNode content = item.putArray("content");
            parts.forEach(part -> content.add(part.json()));
            return item;
        }
    }

    /** A call of one of the caller's functions. */
    static final class FunctionCall extends OutputItem {
        private final String callId;
        private final String name;
        private final StringBuilder arguments = new StringBuilder();

        /** One without arguments; {@code callId} is empty when the engine gave none. */
        FunctionCall(int index, String suffix, String callId, String name) {
            super(index, "fc_" + suffix + "_" + index);
            this.callId = callId.isEmpty() ? "call_" + suffix + "_" + index : callId;
            this.name = name;
        }

        void append(String more) {
            arguments.append(more);
        }

        String name() {
            return name;
        }

        String arguments() {
            return arguments.toString();
        }

        @Override
        ObjectNode json() {
            return begun("function_call")
                    .put("call_id", callId)
                    .put("name", name)
                    .put("arguments", arguments());
        }
    }
}
