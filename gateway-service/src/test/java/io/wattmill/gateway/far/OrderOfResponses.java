// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order of a response's events: it begins, each item is added before anything of it and done
 * after, deltas come to what is told as done, and the last event has all items as they were done.
 */
final class OrderOfResponses {

    private final Map<Integer, JsonObject> open = new HashMap<>();
    private final Map<Integer, JsonObject> done = new TreeMap<>();
    private final Map<String, StringBuilder> texts = new HashMap<>();

    void check(List<JsonObject> events) {
        require(events.size() >= 3, events);
        require(events.get(0).getString("type").equals("response.created"), events);
        require(events.get(1).getString("type").equals("response.in_progress"), events);
        for (JsonObject event : events.subList(2, events.size() - 1)) {
            follow(event);
        }
        JsonObject response = events.getLast().getJsonObject("response");
        require(response != null && open.isEmpty(), events);
        require(
                response.getJsonArray("output").equals(new JsonArray(List.copyOf(done.values()))),
                response);
        require(
                events.getLast()
                        .getString("type")
                        .equals("response." + response.getString("status")),
                response);
    }

    private void follow(JsonObject event) {
        int index = event.getInteger("output_index");
        String type = event.getString("type");
        String place = index + "/" + event.getInteger("content_index");
        if (type.equals("response.output_item.added")) {
            require(index == open.size() + done.size(), event);
            open.put(index, event.getJsonObject("item"));
            return;
        }
        require(open.containsKey(index), event);
        JsonObject item = open.getOrDefault(index, event);
        if (type.equals("response.output_item.done")) {
            require(
                    event.getJsonObject("item").getString("id").equals(item.getString("id")),
                    event);
            open.remove(index);
            done.put(index, event.getJsonObject("item"));
        } else {
            require(event.getString("item_id").equals(item.getString("id")), event);
            text(event, type, place);
        }
    }

    private void text(JsonObject event, String type, String place) {
        StringBuilder text = texts.computeIfAbsent(place, _ -> new StringBuilder());
        if (type.endsWith(".delta")) {
            text.append(event.getString("delta"));
        } else if (!type.contains("content_part")) {
            String told =
                    event.getString(
                            type.contains("refusal")
                                    ? "refusal"
                                    : type.contains("arguments") ? "arguments" : "text");
            require(told.equals(text.toString()), event);
        }
    }

    private static void require(boolean fact, Object where) {
        if (!fact) {
            throw new AssertionError("out of order: " + where);
        }
    }
}
