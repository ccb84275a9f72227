// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.responses.OutputPart.Kind;
import io.wattmill.gateway.dialect.tree.Trees;

import java.util.ArrayList;
import java.util.List;

/** An item of a response's output, while it is made. */
sealed interface OutputItem {

    /** What an item is while it is made. */
    String IN_PROGRESS = "in_progress";

    /** Its place in the output, from 0. */
    int index();

    String id();

    /** It is over; {@code status} is {@code completed} or {@code incomplete}. */
    void end(String status);

    /** What it is by now. */
    ObjectNode json();

    /** What a model thought or said. */
    final class Utterance implements OutputItem {
        private final int index;
        private final String id;
        private final boolean thought;
        private final List<OutputPart> parts = new ArrayList<>(1);
        private String status = IN_PROGRESS;

        /**
         * One without content.
         *
         * @param thought whether it is a thought rather than a message
         */
        Utterance(int index, String suffix, boolean thought) {
            this.index = index;
            this.id = (thought ? "rs_" : "msg_") + suffix + "_" + index;
            this.thought = thought;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void end(String how) {
            status = how;
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
        public ObjectNode json() {
            ObjectNode item = Trees.NODES.objectNode().put("id", id);
            item.put("type", thought ? "reasoning" : "message").put("status", status);
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
    final class FunctionCall implements OutputItem {
        private final int index;
        private final String id;
        private final String callId;
        private final String name;
        private final StringBuilder arguments = new StringBuilder();
        private String status = IN_PROGRESS;

        /** One without arguments; {@code callId} is empty when the engine gave none. */
        FunctionCall(int index, String suffix, String callId, String name) {
            this.index = index;
            this.id = "fc_" + suffix + "_" + index;
            this.callId = callId.isEmpty() ? "call_" + suffix + "_" + index : callId;
            this.name = name;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void end(String how) {
            status = how;
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
        public ObjectNode json() {
            return Trees.NODES
                    .objectNode()
                    .put("id", id)
                    .put("type", "function_call")
                    .put("status", status)
                    .put("call_id", callId)
                    .put("name", name)
                    .put("arguments", arguments());
        }
    }
}
