// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs;

import java.util.UUID;

/** Ids that sort by when they were made: UUIDs of version 7 (RFC 9562, section 5.7). */
public final class RunIds {
    private static final long US_PER_MS = 1_000;

    private RunIds() {}

    /**
     * An id.
     *
     * @param nowUs epoch microseconds
     * @param chance 74 random bits in two numbers
     */
    public static UUID of(long nowUs, long chance, long moreChance) {
        long high = nowUs / US_PER_MS << 16 | 0x7000 | chance & 0x0FFF;
        long low = moreChance & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
