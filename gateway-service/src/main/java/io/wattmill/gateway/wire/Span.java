// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

/**
 * A half-open range of bytes, {@code [from, to)}, of a body that is named where the span is used.
 *
 * @param from offset of the first byte, 0 or more
 * @param to offset behind the last byte, not below {@code from}
 */
public record Span(int from, int to) {

    public Span {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("span " + from + ".." + to);
        }
    }

    /** Bytes covered. */
    public int length() {
        return to - from;
    }
}
