// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

/** Which bytes make up names: {@code [a-zA-Z_][a-zA-Z0-9_]*}, and colons in metric names. */
final class NameBytes {

    private NameBytes() {}

    static int metricEnd(byte[] text, int from, int to) {
        return end(text, from, to, true);
    }

    static int labelEnd(byte[] text, int from, int to) {
        return end(text, from, to, false);
    }

    /** Whether the byte may stand in the name of a metric, if not at its beginning. */
    static boolean isOfMetric(byte b) {
        return starts(b, true) || isDigit(b);
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int end(byte[] text, int from, int to, boolean colons) {
        int at = from;
        while (at < to && (starts(text[at], colons) || at > from && isDigit(text[at]))) {
            at++;
        }
        return at;
    }

    private static boolean starts(byte b, boolean colons) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || colons && b == ':';
    }
}
