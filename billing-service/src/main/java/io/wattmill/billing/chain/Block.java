// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.nio.charset.StandardCharsets;

/**
 * One link of the chain: the Merkle root of every row of some bookings, tied to the block before
 * it. A block cannot be changed without changing all that follow.
 *
 * @param number from 1, without gap
 * @param format which columns the lines have
 * @param cluster the PostgreSQL cluster that counted the transactions
 * @param fromXid the bookings whose transaction is at or after this one
 * @param toXid and before this one
 * @param bookings how many they are
 * @param rows how many rows they wrote, themselves included
 * @param sealedAtUs epoch microseconds
 */
public record Block(
        long number,
        int format,
        long cluster,
        long fromXid,
        long toXid,
        long bookings,
        long rows,
        Hash merkleRoot,
        Hash previous,
        long sealedAtUs) {

    private static final byte[] BLOCK = {2};

    /** What the next block is tied to, and what a checkpoint signs. */
    public Hash hash() {
        String numbers =
                number
                        + "|"
                        + format
                        + "|"
                        + cluster
                        + "|"
                        + fromXid
                        + "|"
                        + toXid
                        + "|"
                        + bookings
                        + "|"
                        + rows
                        + "|"
                        + sealedAtUs;
        return Hash.sha256(
                BLOCK,
                previous.bytes(),
                merkleRoot.bytes(),
                numbers.getBytes(StandardCharsets.US_ASCII));
    }
}
