// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

import io.wattmill.gateway.dialect.Rendering.Bill;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.Text;
import io.wattmill.gateway.wire.Usage;

/**
 * The response object, at each time of its life.
 *
 * @param id the response's id
 * @param createdAtS when it was asked for, seconds of the epoch
 * @param settings what it says of its request
 * @param store whether it is to be kept
 */
record ResponseDocument(String id, long createdAtS, ObjectNode settings, boolean store) {

    /** While it is made: nothing is there yet. */
    ObjectNode begun() {
        return object("in_progress", Trees.NODES.arrayNode()).putNull("usage");
    }

    /** When it is made. */
    ObjectNode ended(Ending ending, ArrayNode output, Bill bill, long completedAtS) {
        ObjectNode response = object(ending.status(), output);
        if (!ending.reason().isEmpty()) {
            response.putObject("incomplete_details").put("reason", ending.reason());
        }
        response.put("completed_at", completedAtS);
        usage(response.putObject("usage"), bill);
        return response;
    }

    /** When its engine failed. */
    ObjectNode failed(ArrayNode output, ApiError error) {
        ObjectNode response = object("failed", output).putNull("usage");
        response.putObject("error").put("code", "server_error").put("message", error.message());
        return response;
    }

    private ObjectNode object(String status, ArrayNode output) {
        ObjectNode response =
                Trees.NODES
                        .objectNode()
                        .put("id", id)
                        .put("object", "response")
                        .put("created_at", createdAtS)
                        .put("status", status)
                        .putNull("completed_at")
                        .putNull("error")
                        .putNull("incomplete_details");
        response.set("output", output);
        response.setAll(settings);
        return response.put("store", store);
    }

    /** Engines do not say what they wrote to their caches. */
    private static void usage(ObjectNode usage, Bill bill) {
        Usage tokens = bill.tokens();
        usage.put("input_tokens", tokens.prompt());
        usage.putObject("input_tokens_details")
                .put("cached_tokens", tokens.cached())
                .put("cache_write_tokens", 0);
        usage.put("output_tokens", tokens.completion());
        usage.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoning());
        usage.put("total_tokens", tokens.prompt() + tokens.completion());
        usage.putRawValue("wattmill", new RawValue(Text.of(bill.shown().json())));
    }
}
