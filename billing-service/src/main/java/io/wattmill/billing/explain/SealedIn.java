// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import io.wattmill.billing.chain.Hash;

/**
 * The block of the hash chain that holds a request's booking.
 *
 * @param root the Merkle root over everything that the block holds
 * @param sealedAtUs epoch microseconds
 */
public record SealedIn(long number, Hash root, long sealedAtUs) {}
