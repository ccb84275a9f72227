// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.account;

import java.util.UUID;

/**
 * Ids of transfers, as UUID version 8 (RFC 9562 section 5.8): computed from what caused them, so
 * that a repeat finds its own row, and close to each other in time, so that the index grows at its
 * end.
 */
public final class TransferIds {

    private static final long VERSION_MASK = 0xF000L;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int WINDOW_SHIFT = 16;

    /** Keeps the ids of bookings apart from those of windows with the same number. */
    private static final long BOOKING_SPACE = 1L << 32;

    private TransferIds() {}

    /**
     * The {@code ordinal}-th transfer of a request: its version 7 id with another version and the
     * ordinal folded into the last bits. Needs fewer than 256 transfers a request.
     */
    public static UUID ofRequest(UUID requestId, int ordinal) {
        return new UUID(
                version8(requestId.getMostSignificantBits()),
                requestId.getLeastSignificantBits() ^ ordinal);
    }

    /** The {@code ordinal}-th transfer of an energy window. */
    public static UUID ofWindow(long windowId, int ordinal) {
        return new UUID(version8(windowId << WINDOW_SHIFT), VARIANT | ordinal);
    }

    /** The {@code ordinal}-th transfer of a booking as a whole. */
    public static UUID ofBooking(long bookingId, int ordinal) {
        return new UUID(
                version8(bookingId << WINDOW_SHIFT),
                VARIANT | BOOKING_SPACE | Integer.toUnsignedLong(ordinal));
    }

    private static long version8(long mostSignificant) {
        return (mostSignificant & ~VERSION_MASK) | VERSION_8;
    }
}
