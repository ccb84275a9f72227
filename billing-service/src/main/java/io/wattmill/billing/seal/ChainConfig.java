// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.wattmill.billing.chain.SigningKey;
import io.wattmill.kit.config.Secret;
import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.Optional;

/** How the hash chain is sealed. */
public record ChainConfig(
        @Setting(value = "5s", min = 50, doc = "How often finished bookings are sealed.")
                Duration interval,
        @Setting(value = "200", min = 1, max = 100_000, doc = "Most bookings of one block.")
                int bookingsPerBlock,
        @Setting(
                        value = "",
                        doc =
                                "Ed25519 key that signs blocks, 32 random bytes in hexadecimal"
                                        + " (openssl rand -hex 32); empty = blocks are not signed.")
                @Secret
                String signingKey) {

    public ChainConfig {
        if (!signingKey.isBlank()) {
            SigningKey.of(signingKey);
        }
    }

    /** The key, if there is one. */
    Optional<SigningKey> key() {
        return Optional.of(signingKey).filter(hex -> !hex.isBlank()).map(SigningKey::of);
    }
}
