// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.tree;

import com.fasterxml.jackson.databind.JsonNode;

/** What a model thought, by the names that engines have for it. */
public final class Reasoning {

    private Reasoning() {}

    /** The reasoning in a message or delta; empty when there is none. */
    public static String of(JsonNode message) {
        String content = message.path("reasoning_content").asText("");
        return content.isEmpty() ? message.path("reasoning").asText("") : content;
    }
}
