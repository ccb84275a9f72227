// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.trust;

import io.wattmill.kit.config.Secret;
import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * The key that gateway, billing and twin of a site share, so that the two trust who the gateway
 * saw.
 */
public record SealConfig(
        @Secret @Setting(doc = "At least 32 random bytes in base64: openssl rand -base64 32.")
                String key,
        @Setting(value = "60s", min = 1_000, max = 600_000, doc = "How long a seal is accepted.")
                Duration lifetime) {

    /** Checks the key. */
    public SealConfig {
        if (decode(key).length < Seal.MIN_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "key must be at least 32 bytes in base64: openssl rand -base64 32");
        }
    }

    /** The seal of this key. */
    public Seal seal() {
        return new Seal(decode(key), TimeUnit.MILLISECONDS.toMicros(lifetime.toMillis()));
    }

    private static byte[] decode(String key) {
        try {
            return Base64.getDecoder().decode(key.strip());
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}
