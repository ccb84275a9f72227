// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One server-sent event.
 *
 * @param raw the event as it came, its blank line included
 * @param data its data; empty for a comment
 */
public record SseEvent(Slice raw, Slice data) {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    /** The event that ends an OpenAI stream. */
    public boolean isDone() {
        return Arrays.equals(data.bytes(), data.from(), data.to(), DONE, 0, DONE.length);
    }

    /** An event that carries nothing: a comment or a keep-alive. */
    public boolean isSilent() {
        return data.length() == 0;
    }
}
