// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes keys, and salts tenants, with the site's pepper. One per thread: a Mac holds state. */
public final class KeyHasher {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String SALT_DOMAIN = "prefix-salt:";

    private final Mac mac;

    /** A hasher under {@code pepper}, 32 random bytes that never leave the site. */
    public KeyHasher(byte[] pepper) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(pepper, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** The stored form of a key. */
    public KeyHash hash(KeyText key) {
        return new KeyHash(mac.doFinal(key.text().getBytes(StandardCharsets.US_ASCII)));
    }

    /** A secret of one tenant that keeps its prompt prefixes apart from all others', 32 bytes. */
    public byte[] salt(String tenant) {
        return mac.doFinal((SALT_DOMAIN + tenant).getBytes(StandardCharsets.UTF_8));
    }
}
