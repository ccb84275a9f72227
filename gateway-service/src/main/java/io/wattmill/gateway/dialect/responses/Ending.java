// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

/**
 * How a response ended.
 *
 * @param status {@code completed} or {@code incomplete}, of the response and of its last item
 * @param reason why it is incomplete; empty when it is not
 */
record Ending(String status, String reason) {

    /** What an engine that names no reason is taken to mean. */
    static final Ending COMPLETED = new Ending("completed", "");

    /** It is as long as it may be. */
    static final Ending TOO_LONG = new Ending("incomplete", "max_output_tokens");

    /** What a chat's finish reason means. */
    static Ending of(String finishReason) {
        return switch (finishReason) {
            case "length" -> TOO_LONG;
            case "content_filter" -> new Ending("incomplete", "content_filter");
            default -> COMPLETED;
        };
    }
}
