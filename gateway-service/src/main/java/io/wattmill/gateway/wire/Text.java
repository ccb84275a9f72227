// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.nio.charset.StandardCharsets;

/** Text and its bytes. */
public final class Text {

    private Text() {}

    /** Bytes of a constant. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A copy with a blank for each line feed, which between two JSON tokens means the same. */
    public static byte[] ofLines(Slice lines) {
        byte[] copy = lines.copy();
        for (int at = 0; at < copy.length; at++) {
            if (copy[at] == '\n') {
                copy[at] = ' ';
            }
        }
        return copy;
    }

    /** Text of bytes. */
    public static String of(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
