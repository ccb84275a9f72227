// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA-256(pepper, key): what is stored and looked up in place of a key. Compared in constant
 * time.
 */
public final class KeyHash {

    private static final int LENGTH = 32;

    private final byte[] bytes;

    /** A hash of 32 bytes; the array is copied. */
    public KeyHash(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a key hash has " + LENGTH + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyHash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    /** Any four bytes of an HMAC are as good as all. */
    @Override
    public int hashCode() {
        return Arrays.hashCode(Arrays.copyOf(bytes, Integer.BYTES));
    }
}
