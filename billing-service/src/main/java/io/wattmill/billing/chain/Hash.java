// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value. */
public final class Hash {

    /** Length in bytes. */
    public static final int BYTES = 32;

    /** What the first block follows. */
    public static final Hash ZERO = new Hash(new byte[BYTES]);

    private final byte[] value;

    private Hash(byte[] value) {
        this.value = value;
    }

    /**
     * A value that was computed before.
     *
     * @throws IllegalArgumentException when it is not 32 bytes long
     */
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /**
     * A value in hexadecimal.
     *
     * @throws IllegalArgumentException when it is not 64 hexadecimal digits
     */
    public static Hash parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** The hash of these parts, one after the other. */
    static Hash sha256(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(value, hash.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
