// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.agent.inference.ServedModelReading;

import java.util.List;
import java.util.Optional;

/** TGI's answer to {@code GET /info}: the one model that it serves. */
final class TgiInfo {

    private TgiInfo() {}

    /** The model, or empty when the body is no such answer. */
    static Optional<List<ServedModelReading>> parse(byte[] body, int maxModels) {
        return Json.parse(body)
                .filter(root -> !root.path("model_id").asText("").isEmpty())
                .map(TgiInfo::model)
                .map(List::of)
                .filter(models -> models.size() <= maxModels);
    }

    private static ServedModelReading model(JsonNode root) {
        long longest = Math.max(0, root.path("max_total_tokens").asLong(0));
        return new ServedModelReading(root.path("model_id").asText(), longest, List.of());
    }
}
