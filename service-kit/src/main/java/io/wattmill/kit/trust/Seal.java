// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.trust;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals bytes so that a service that shares the key can trust them for a short time: HMAC-SHA-256
 * over {@code expiry ‖ payload}. The payload is readable by anyone who holds the token; it is
 * proof, not secrecy.
 */
public final class Seal {

    /** Header that carries a sealed principal between the gateway and the services behind it. */
    public static final String PRINCIPAL_HEADER = "x-wattmill-principal";

    static final int MIN_KEY_BYTES = 32;
    private static final int MAC_BYTES = 32;
    private static final int MAX_TOKEN_CHARS = 8_192;

    private final SecretKeySpec key;
    private final long lifetimeUs;

    /**
     * @param key at least 32 random bytes, shared by the sealing and the opening side
     * @param lifetimeUs how long a token is accepted, in microseconds
     */
    public Seal(byte[] key, long lifetimeUs) {
        if (key.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a seal key needs at least 32 bytes, got " + key.length);
        }
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.lifetimeUs = lifetimeUs;
    }

    /** A header-safe token. */
    public String seal(byte[] payload, long nowUs) {
        byte[] body =
                ByteBuffer.allocate(Long.BYTES + payload.length)
                        .putLong(nowUs + lifetimeUs)
                        .put(payload)
                        .array();
        byte[] token =
                ByteBuffer.allocate(MAC_BYTES + body.length).put(mac(body)).put(body).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The payload, or empty when the token is malformed, forged or expired. */
    public Optional<byte[]> open(String token, long nowUs) {
        return decode(token)
                .filter(bytes -> bytes.length >= MAC_BYTES + Long.BYTES)
                .filter(this::isGenuine)
                .filter(bytes -> ByteBuffer.wrap(bytes).getLong(MAC_BYTES) >= nowUs)
                .map(bytes -> Arrays.copyOfRange(bytes, MAC_BYTES + Long.BYTES, bytes.length));
    }

    private static Optional<byte[]> decode(String token) {
        if (token.length() > MAX_TOKEN_CHARS) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getUrlDecoder().decode(token));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private boolean isGenuine(byte[] token) {
        byte[] body = Arrays.copyOfRange(token, MAC_BYTES, token.length);
        return MessageDigest.isEqual(Arrays.copyOf(token, MAC_BYTES), mac(body));
    }

    private byte[] mac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
