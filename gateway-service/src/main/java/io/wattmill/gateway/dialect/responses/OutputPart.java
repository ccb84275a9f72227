// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Trees;

/** A part of what a model said, while it is said. */
final class OutputPart {

    private final Kind kind;
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode logprobs = Trees.NODES.arrayNode();

    /** What a part can be. */
    enum Kind {
        REASONING("reasoning_text", "text"),
        TEXT("output_text", "text"),
        REFUSAL("refusal", "refusal");

        private final String type;
        private final String member;

        Kind(String type, String member) {
            this.type = type;
            this.member = member;
        }

        /** Its name, of which its events' names are made. */
        String type() {
            return type;
        }

        /** The member that holds its text. */
        String member() {
            return member;
        }
    }

    OutputPart(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    void append(String more, ArrayNode probabilities) {
        text.append(more);
        logprobs.addAll(probabilities);
    }

    String text() {
        return text.toString();
    }

    ArrayNode logprobs() {
        return logprobs;
    }

    /** What has been said of it by now. */
    ObjectNode json() {
        ObjectNode json = Trees.NODES.objectNode().put("type", kind.type());
        json.put(kind.member(), text());
        if (kind == Kind.TEXT) {
            json.putArray("annotations");
            json.set("logprobs", logprobs.deepCopy());
        }
        return json;
    }
}
