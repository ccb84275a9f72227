// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers that earlier versions wrote, so that stored ones are still read. */
final class Earlier {
    private static final String FIRST = "wattmill.plan-answer/1";

    private Earlier() {}

    /** The same object; of the first version, with what it did not have as empty. */
    static ObjectNode raised(ObjectNode root) {
        if (FIRST.equals(root.path("schema").asText())) {
            root.put("schema", AnswerJson.SCHEMA);
            for (JsonNode deployment : root.path("deployments")) {
                if (deployment instanceof ObjectNode object) {
                    object.putArray("objectives");
                }
            }
        }
        return root;
    }
}
