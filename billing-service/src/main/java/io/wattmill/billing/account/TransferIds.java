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

    /** Keeps the ids of a window's cost apart from those of its energy. */
    private static final long COST_SPACE = 1L << 33;

    /** Keeps what takes a cost back apart from what booked it. */
    private static final long TAKEN_BACK = 1L << 34;

    /** The bits between a booking's space and the variant: milliseconds of six days. */
    private static final int GRANTED_SHIFT = 33;

    private static final long GRANTED_MASK = (1L << 29) - 1;
    private static final long US_PER_MS = 1_000L;

    private static final int REVISION_SHIFT = 40;
    private static final int MOST_REVISIONS = 1 << 20;

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

    /**
     * The {@code ordinal}-th transfer of a window's cost as it was made the {@code revision}-th
     * time, or of taking it back.
     */
    public static UUID ofCost(long windowId, int revision, boolean takenBack, int ordinal) {
        long space = COST_SPACE | (takenBack ? TAKEN_BACK : 0);
        long made = (long) (revision % MOST_REVISIONS) << REVISION_SHIFT;
        return new UUID(version8(windowId << WINDOW_SHIFT), VARIANT | space | made | ordinal);
    }

    /** The {@code ordinal}-th transfer of a booking as a whole. */
    public static UUID ofBooking(long bookingId, int ordinal) {
        return new UUID(
                version8(bookingId << WINDOW_SHIFT),
                VARIANT | BOOKING_SPACE | Integer.toUnsignedLong(ordinal));
    }

    /**
     * The transfer of a lease that was granted at an instant, epoch microseconds. Gateways remember
     * it: after a restored backup a booking has the number of one that is lost, and its leases must
     * not have the ids of those.
     */
    public static UUID ofLease(long bookingId, int ordinal, long grantedAtUs) {
        UUID id = ofBooking(bookingId, ordinal);
        long granted = (grantedAtUs / US_PER_MS & GRANTED_MASK) << GRANTED_SHIFT;
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() | granted);
    }

    private static long version8(long mostSignificant) {
        return (mostSignificant & ~VERSION_MASK) | VERSION_8;
    }
}
