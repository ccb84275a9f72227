// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Iterator;
import java.util.List;

/**
 * The board for one tenant: the factory as a whole, and of tenants only itself. What all tenants
 * together pay, per model or at all, is not its business.
 */
public final class TenantView {

    private static final List<String> OF_ALL_TENANTS =
            List.of(
                    "charged_per_mtok",
                    "energy_cost_per_mtok",
                    "cost_per_mtok",
                    "served_cost_per_mtok",
                    "margin",
                    "charged_per_success",
                    "energy_cost_per_success",
                    "cost_per_success",
                    "joules_per_success",
                    "seconds_per_success");
    private static final List<String> OF_A_MODEL =
            List.of(
                    "name",
                    "tokens_per_second",
                    "tokens_per_joule",
                    "bound_by",
                    "ttft_ms",
                    "tpot_ms");

    private TenantView() {}

    /** Takes out of {@code board} what {@code projectId} may not see, and returns it. */
    public static ObjectNode of(ObjectNode board, String projectId) {
        ((ObjectNode) board.path("figures")).remove(OF_ALL_TENANTS);
        board.path("models").forEach(model -> ((ObjectNode) model).retain(OF_A_MODEL));
        board.remove("energy");
        keep(board.path("projects"), projectId);
        ObjectNode outcomes = (ObjectNode) board.path("outcomes");
        outcomes.remove(List.of("by_label", "by_model", "by_agent"));
        keep(outcomes.path("by_project"), projectId);
        return board;
    }

    private static void keep(JsonNode rows, String projectId) {
        for (Iterator<JsonNode> each = rows.elements(); each.hasNext(); ) {
            if (!each.next().path("name").asText().equals(projectId)) {
                each.remove();
            }
        }
    }
}
