// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonToken;

/**
 * One member of a JSON object, as it lies in the body.
 *
 * @param name the member's name
 * @param token first token of the value
 * @param value span of the value, quotes and brackets included
 * @param text the value as text for a scalar that is looked at; empty for all others
 * @param media what of a prompt is not text
 */
public record Member(String name, JsonToken token, Span value, String text, Media media) {

    boolean isNull() {
        return token == JsonToken.VALUE_NULL;
    }
}
