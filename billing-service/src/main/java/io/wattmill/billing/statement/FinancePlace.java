// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Which row of margin or energy; rows are in the order of these parts.
 *
 * @param startUs start of the bucket, epoch microseconds
 * @param bearer number of a {@link Bearing}
 * @param values one for each {@link Dimension}, empty where the question does not group by it
 */
public record FinancePlace(long startUs, int bearer, String currency, List<String> values) {

    private static final int OWN_PARTS = 3;

    /** Before every row. */
    public static final FinancePlace START =
            new FinancePlace(0, 0, "", Collections.nCopies(Dimension.values().length, ""));

    /** The value of one dimension. */
    public String value(Dimension dimension) {
        return values.get(dimension.ordinal());
    }

    /** As a cursor. */
    public String cursor() {
        List<Object> parts = new ArrayList<>(List.of(startUs, bearer, currency));
        parts.addAll(values);
        return Cursor.of(parts.toArray());
    }

    /** What a cursor says, or empty when it is not one of ours. */
    public static Optional<FinancePlace> of(String cursor) {
        try {
            return Cursor.parts(cursor, OWN_PARTS + Dimension.values().length)
                    .map(FinancePlace::read)
                    .filter(
                            place ->
                                    place.startUs >= 0
                                            && place.startUs <= EntryPlace.END.bookedAtUs());
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static FinancePlace read(List<String> parts) {
        return new FinancePlace(
                Long.parseLong(parts.getFirst()),
                Short.parseShort(parts.get(1)),
                parts.get(2),
                List.copyOf(parts.subList(OWN_PARTS, parts.size())));
    }

    @Override
    public String toString() {
        return Arrays.toString(new Object[] {startUs, bearer, currency, values});
    }
}
