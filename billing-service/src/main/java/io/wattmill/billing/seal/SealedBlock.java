// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.wattmill.billing.chain.Block;
import io.wattmill.billing.chain.Hash;

import java.util.Optional;

/**
 * A block as it is stored.
 *
 * @param hash what was stored as its hash; {@link Block#hash} says what it must be
 * @param seal who signed it, if it was signed
 */
record SealedBlock(Block block, Hash hash, Optional<Seal> seal) {

    /** A signature and the key that made it. */
    record Seal(Hash keyId, byte[] signature) {}
}
