// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.util.Arrays;

/**
 * Bytes that somebody else owns, by reference. Nobody may change them while the slice lives.
 *
 * @param bytes the array, not copied
 * @param from offset of the first byte
 * @param to offset behind the last byte
 */
@SuppressWarnings("ArrayRecordComponent") // a view on bytes: identity is what is wanted
public record Slice(byte[] bytes, int from, int to) {

    /** All of {@code bytes}. */
    public static Slice of(byte[] bytes) {
        return new Slice(bytes, 0, bytes.length);
    }

    /** Bytes covered. */
    public int length() {
        return to - from;
    }

    /** A copy of the covered bytes. */
    public byte[] copy() {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
