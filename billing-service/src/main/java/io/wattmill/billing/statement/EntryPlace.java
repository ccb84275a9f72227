// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry's place in the journal, which is in the order of these parts. The list is walked from
 * the newest back: what is booked meanwhile comes before its start, so no walk sees an entry twice
 * or misses one that was there when it began.
 *
 * @param bookedAtUs epoch microseconds
 * @param side 0 debit, 1 credit
 */
public record EntryPlace(long bookedAtUs, long bookingId, UUID transferId, int side) {

    /** After every entry: 9999-12-31. */
    public static final EntryPlace END =
            new EntryPlace(253_402_300_799_999_999L, Long.MAX_VALUE, new UUID(-1, -1), 2);

    private static final int PARTS = 4;

    /** As a cursor. */
    public String cursor() {
        return Cursor.of(bookedAtUs, bookingId, transferId, side);
    }

    /** What a cursor says, or empty when it is not one of ours. */
    public static Optional<EntryPlace> of(String cursor) {
        try {
            return Cursor.parts(cursor, PARTS)
                    .map(EntryPlace::read)
                    .filter(place -> place.bookedAtUs >= 0 && place.bookedAtUs <= END.bookedAtUs);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static EntryPlace read(List<String> parts) {
        return new EntryPlace(
                Long.parseLong(parts.getFirst()),
                Long.parseLong(parts.get(1)),
                UUID.fromString(parts.get(2)),
                Short.parseShort(parts.get(3)));
    }
}
