// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A page of the items that a response answers.
 *
 * @param newestFirst their order
 * @param after id of the item before the page; empty for the first page
 * @param limit items of a page
 */
public record ItemPage(boolean newestFirst, String after, int limit) {

    private static final int USUAL = 20;
    private static final int MOST = 100;
    private static final Trees TREES = new Trees(JsonLimits.DEFAULT);

    /** The page that a query asks for. */
    public static ItemPage of(Map<String, String> query) throws WireException {
        String order = query.getOrDefault("order", "desc");
        if (!Set.of("asc", "desc").contains(order)) {
            throw Members.wrong("order", "must be asc or desc");
        }
        return new ItemPage(
                order.equals("desc"), query.getOrDefault("after", ""), limit(query.get("limit")));
    }

    private static int limit(@Nullable String text) throws WireException {
        try {
            int limit = text == null ? USUAL : Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException _) {
            throw Members.wrong("limit", "must be an integer");
        }
        throw Members.wrong("limit", "must be from 1 to " + MOST);
    }

    /**
     * This page of {@code items}, which are the oldest first; UTF-8 JSON, as OpenAI lists things.
     */
    public byte[] list(ArrayNode items) {
        List<JsonNode> all = new ArrayList<>();
        items.forEach(all::add);
        if (newestFirst) {
            Collections.reverse(all);
        }
        int from = 0;
        while (!after.isEmpty() && from < all.size() && !id(all.get(from)).equals(after)) {
            from++;
        }
        from = Math.min(all.size(), after.isEmpty() ? 0 : from + 1);
        List<JsonNode> page = all.subList(from, Math.min(all.size(), from + limit));
        ObjectNode list = Trees.NODES.objectNode().put("object", "list");
        list.putArray("data").addAll(page);
        list.put("first_id", page.isEmpty() ? null : id(page.getFirst()));
        list.put("last_id", page.isEmpty() ? null : id(page.getLast()));
        return TREES.bytes(list.put("has_more", from + page.size() < all.size()));
    }

    private static String id(JsonNode item) {
        return item.path("id").asText("");
    }
}
