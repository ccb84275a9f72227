// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;

/**
 * Token counts of one request.
 *
 * @param promptTokens the whole prompt
 * @param cachedTokens of those, found in the prefix cache
 * @param completionTokens made so far
 */
public record Usage(long promptTokens, long cachedTokens, long completionTokens) {

    void writeTo(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", promptTokens);
        json.writeNumberField("total_tokens", promptTokens + completionTokens);
        json.writeNumberField("completion_tokens", completionTokens);
        json.writeObjectFieldStart("prompt_tokens_details");
        json.writeNumberField("cached_tokens", cachedTokens);
        json.writeEndObject();
        json.writeEndObject();
    }
}
