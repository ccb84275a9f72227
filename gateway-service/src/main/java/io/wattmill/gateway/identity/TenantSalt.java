// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Secrets of one tenant.
 *
 * @param blocks seeds the hashes of its prompt blocks
 * @param cache keeps it apart from other tenants in an engine's prefix cache
 */
public record TenantSalt(long blocks, String cache) {

    /** From 32 secret bytes. */
    public static TenantSalt of(byte[] secret) {
        ByteBuffer bytes = ByteBuffer.wrap(secret);
        return new TenantSalt(bytes.getLong(), HexFormat.of().formatHex(secret, 8, 32));
    }
}
