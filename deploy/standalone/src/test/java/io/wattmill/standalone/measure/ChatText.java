// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.buffer.Buffer;

import java.util.Locale;

/** The request that is sent over and over: whole, head and body. */
record ChatText(int bytes, boolean stream, int maxTokens) {
    private static final String SENTENCE =
            "The turbine hall hums, the meter \\\"turns\\\", and a token leaves. ";

    ChatText(int bytes, boolean stream) {
        this(bytes, stream, 128);
    }

    /** The same bytes for every row; whoever has no use for the key does not look at it. */
    Buffer request(String key) {
        return request(key, "");
    }

    /** With further headers, each ended by CR and LF. */
    Buffer request(String key, String headers) {
        var body = body();
        return Buffer.buffer(
                "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n"
                        + "user-agent: measure/1\r\naccept: */*\r\nauthorization: Bearer "
                        + key
                        + "\r\n"
                        + headers
                        + "content-type: application/json\r\ncontent-length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    /** Exactly the wanted length, unless that is too short for anything. */
    private String body() {
        var head =
                "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":%d,\"messages\":[{\"role\":\"system\",\"content\":\"You count.\"},{\"role\":\"user\",\"content\":\""
                        .formatted(
                                StubEngine.MODEL,
                                Boolean.toString(stream).toLowerCase(Locale.ROOT),
                                maxTokens);
        var tail = "\"}]}";
        int room = Math.max(0, bytes - head.length() - tail.length());
        var text = SENTENCE.repeat(room / SENTENCE.length());
        return head + text + " ".repeat(room - text.length()) + tail;
    }
}
