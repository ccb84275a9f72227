// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * Differences as JSON: {@code {"parts", "metrics": [{"metric", "a", "b", "in_order": [{"parts",
 * "adds"}], "averaged": […]}], "unattributed"}} or {@code {"unanswered", "why"}}. {@code averaged}
 * is empty where more than {@value PlanDiff#MAX_AVERAGED} parts differ.
 */
public final class DifferenceJson {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                    .enable(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    private DifferenceJson() {}

    /** The text. */
    public static String of(Difference difference) {
        ObjectNode root = JSON.createObjectNode();
        switch (difference) {
            case Difference.Unanswered(String plan, String why) ->
                    root.put("unanswered", plan).put("why", why);
            case Difference.Attributed found -> attributed(found, root);
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a difference is always JSON", e);
        }
    }

    private static void attributed(Difference.Attributed found, ObjectNode root) {
        found.parts().forEach(root.putArray("parts")::add);
        ArrayNode metrics = root.putArray("metrics");
        for (var each : found.attributions()) {
            ObjectNode node = metrics.addObject().put("metric", each.metric());
            node.put("a", each.a()).put("b", each.b());
            shares(each.inOrder(), node.putArray("in_order"));
            shares(each.averaged(), node.putArray("averaged"));
        }
        found.unattributed().forEach(root.putArray("unattributed")::add);
    }

    private static void shares(List<Share> shares, ArrayNode nodes) {
        for (var share : shares) {
            ObjectNode node = nodes.addObject();
            share.parts().forEach(node.putArray("parts")::add);
            node.put("adds", share.adds());
        }
    }
}
