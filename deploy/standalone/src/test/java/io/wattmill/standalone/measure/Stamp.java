// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;

/**
 * The instant at which a chunk was written, in its text: 19 digits of {@link System#nanoTime},
 * which all processes of one host share.
 */
final class Stamp {
    private static final int DIGITS = 19;
    private static final byte[] MARK = ascii("\"content\":\"");
    private static final byte[] CHUNK = framed(StubEngine.event("0".repeat(DIGITS), 7, false));
    private static final int AT = indexOf(CHUNK, MARK) + MARK.length;
    private static final Buffer END =
            Buffer.buffer(framed(StubEngine.event("", 7, true) + StubEngine.lastEvents(7)))
                    .appendString("0\r\n\r\n");

    private Stamp() {}

    /** One chunk of a stream, in HTTP's chunked framing. */
    static Buffer chunk(long nanos) {
        byte[] bytes = CHUNK.clone();
        long rest = nanos;
        for (int at = AT + DIGITS - 1; at >= AT; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return Buffer.buffer(bytes);
    }

    /** The last chunk, the usage, and the stream's end. */
    static Buffer end() {
        return END.copy();
    }

    private static byte[] framed(String text) {
        return ascii(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        return new String(bytes, StandardCharsets.US_ASCII)
                .indexOf(new String(wanted, StandardCharsets.US_ASCII));
    }

    /** Finds the stamps of one stream, wherever its parts end. */
    static final class Reader {
        private static final byte[] DONE = ascii("[DONE]");
        private int marked;
        private int done;
        private int digits;
        private long value;

        /** Takes the next byte; the stamp that it completes, or -1. */
        long next(byte b) {
            if (marked == MARK.length) {
                return digit(b);
            }
            marked = b == MARK[marked] ? marked + 1 : b == MARK[0] ? 1 : 0;
            done = done == DONE.length ? done : b == DONE[done] ? done + 1 : 0;
            return -1;
        }

        private long digit(byte b) {
            if (b < '0' || b > '9') {
                forget();
                return -1;
            }
            value = value * 10 + b - '0';
            if (++digits < DIGITS) {
                return -1;
            }
            long found = value;
            forget();
            return found;
        }

        private void forget() {
            marked = 0;
            digits = 0;
            value = 0;
        }

        /** Whether the stream has said that it is done. */
        boolean isDone() {
            return done == DONE.length;
        }
    }
}
