// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A key as its owner holds it: {@code wm_<kind>_<43 base62 digits of 32 random bytes><6 base62
 * digits of the CRC-32 of all before>}. The checksum lets a typing error or a scanner's find be
 * told from a key without any look-up.
 *
 * @param text the whole key: a secret
 */
public record KeyText(String text) {

    private static final int SECRET_BYTES = 32;
    private static final int SECRET_DIGITS = 43;
    private static final int CHECK_DIGITS = 6;
    private static final int LAST = 4;

    /** What a key is for; shown in its prefix. */
    public enum Kind {
        DEV,
        ADMIN;

        String prefix() {
            return this == DEV ? "wm_dev_" : "wm_admin_";
        }
    }

    /** A new key from 32 bytes of a secure generator. */
    public static KeyText create(Kind kind, byte[] random) {
        if (random.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a key needs " + SECRET_BYTES + " random bytes");
        }
        String body = kind.prefix() + Base62.encode(new BigInteger(1, random), SECRET_DIGITS);
        return new KeyText(body + checksum(body));
    }

    /** The key in {@code text}; empty when it has not the form of one or its checksum is wrong. */
    public static Optional<KeyText> parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.prefix())) {
                return Optional.of(text)
                        .filter(t -> isWhole(t, kind.prefix().length()))
                        .map(KeyText::new);
            }
        }
        return Optional.empty();
    }

    private static boolean isWhole(String text, int prefix) {
        int body = prefix + SECRET_DIGITS;
        if (text.length() != body + CHECK_DIGITS) {
            return false;
        }
        for (int at = prefix; at < text.length(); at++) {
            if (!Base62.isDigit(text.charAt(at))) {
                return false;
            }
        }
        return checksum(text.substring(0, body)).equals(text.substring(body));
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return Base62.encode(crc.getValue(), CHECK_DIGITS);
    }

    /** Kind and first digits, for people: tells keys apart and opens nothing. */
    public String prefix() {
        return text.substring(0, text.lastIndexOf('_') + 1 + LAST);
    }

    /** The last four characters, for people. */
    public String lastFour() {
        return text.substring(text.length() - LAST);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return prefix() + "…" + lastFour();
    }
}
