// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.SortedMap;

/** A list of models in the shape of either API. Models are by name, with the second they came. */
final class ModelLists {

    private ModelLists() {}

    /** As OpenAI's clients read it. */
    static ObjectNode openAi(SortedMap<String, Long> models) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        models.forEach(
                (model, created) ->
                        data.addObject()
                                .put("id", model)
                                .put("object", "model")
                                .put("created", created)
                                .put("owned_by", "wattmill"));
        return list;
    }

    /**
     * As Anthropic's clients read it: one page of all. What is null is not known here, or does not
     * exist for models that a site serves itself.
     */
    static ObjectNode anthropic(SortedMap<String, Long> models) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        ArrayNode data = list.putArray("data");
        models.forEach(
                (model, created) ->
                        data.addObject()
                                .put("type", "model")
                                .put("id", model)
                                .put("display_name", model)
                                .put("created_at", Instant.ofEpochSecond(created).toString())
                                .put("lifecycle", "active")
                                .putNull("line")
                                .putNull("capabilities")
                                .putNull("max_input_tokens")
                                .putNull("max_tokens")
                                .putNull("deprecated_at")
                                .putNull("retires_at"));
        list.put("has_more", false);
        list.put("first_id", models.isEmpty() ? null : models.firstKey());
        list.put("last_id", models.isEmpty() ? null : models.lastKey());
        return list;
    }
}
