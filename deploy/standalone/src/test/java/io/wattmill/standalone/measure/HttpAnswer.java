// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Just enough of HTTP/1.1 to know when an answer is whole, so that the load costs little. */
final class HttpAnswer {
    private static final String OK = "HTTP/1.1 200";
    private static final String LENGTH = "\r\ncontent-length:";
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Buffer bytes = Buffer.buffer();
    private int head;
    private int length = -1;

    /**
     * Adds what came; true when the answer is whole.
     *
     * @throws IllegalStateException when its status is not 200
     */
    boolean add(Buffer part) {
        bytes.appendBuffer(part);
        if (head == 0) {
            readHead();
        }
        return head > 0 && (length >= 0 ? bytes.length() >= head + length : endsStream());
    }

    private void readHead() {
        var text = bytes.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        if (!text.startsWith(OK)) {
            throw new IllegalStateException("not answered: " + text);
        }
        head = end + 4;
        var lower = text.substring(0, head).toLowerCase(Locale.ROOT);
        int at = lower.indexOf(LENGTH);
        if (at >= 0) {
            int from = at + LENGTH.length();
            length = Integer.parseInt(lower.substring(from, lower.indexOf('\r', from)).strip());
        }
    }

    private boolean endsStream() {
        int from = bytes.length() - LAST_CHUNK.length;
        if (from < head) {
            return false;
        }
        for (int i = 0; i < LAST_CHUNK.length; i++) {
            if (bytes.getByte(from + i) != LAST_CHUNK[i]) {
                return false;
            }
        }
        return true;
    }
}
