// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.buffer.Buffer;

import java.util.Locale;

/** The request that is sent over and over: whole, head and body. */
record ChatText(int bytes, boolean stream) {
    private static final String SENTENCE =
            "The turbine hall hums, the meter \\\"turns\\\", and a token leaves. ";

    /** The same bytes for every row; whoever has no use for the key does not look at it. */
    Buffer request(String key) {
        var body = body();
        return Buffer.buffer(
                "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n"
                        + "user-agent: measure/1\r\naccept: */*\r\nauthorization: Bearer "
                        + key
                        + "\r\ncontent-type: application/json\r\ncontent-length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    /** Exactly the wanted length, unless that is too short for anything. */
    private String body() {
        var head =
                "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":128,\"messages\":[{\"role\":\"system\",\"content\":\"You count.\"},{\"role\":\"user\",\"content\":\""
                        .formatted(
                                StubEngine.MODEL,
                                Boolean.toString(stream).toLowerCase(Locale.ROOT));
        var tail = "\"}]}";
        int room = Math.max(0, bytes - head.length() - tail.length());
        var text = SENTENCE.repeat(room / SENTENCE.length());
        return head + text + " ".repeat(room - text.length()) + tail;
    }
}
