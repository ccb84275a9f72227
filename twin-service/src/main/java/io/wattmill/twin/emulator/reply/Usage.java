// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import java.util.OptionalLong;

/**
 * Token counts of one request, or of one of its choices.
 *
 * @param promptTokens the whole prompt
 * @param cachedTokens of those, found in the prefix cache
 * @param completionTokens made so far
 * @param thoughtTokens of those, thoughts; empty where none were asked for
 */
public record Usage(
        long promptTokens, long cachedTokens, long completionTokens, OptionalLong thoughtTokens) {

    /** As a JSON object. */
    String json() {
        return "{\"prompt_tokens\":"
                + promptTokens
                + ",\"total_tokens\":"
                + (promptTokens + completionTokens)
                + ",\"completion_tokens\":"
                + completionTokens
                + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                + cachedTokens
                + "}"
                + details()
                + "}";
    }

    private String details() {
        return thoughtTokens.isEmpty()
                ? ""
                : ",\"completion_tokens_details\":{\"reasoning_tokens\":"
                        + thoughtTokens.getAsLong()
                        + "}";
    }
}
