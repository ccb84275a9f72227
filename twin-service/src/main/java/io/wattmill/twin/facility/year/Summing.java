// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Adds hours up. */
final class Summing {
    private final Map<Column, Double> sums = new EnumMap<>(Column.class);
    private double peakWatts;
    private int freeHours;
    private int missedHours;

    void add(ToDoubleFunction<Column> hour) {
        for (Column column : Column.values()) {
            sums.merge(column, hour.applyAsDouble(column), Double::sum);
        }
        peakWatts = Math.max(peakWatts, hour.applyAsDouble(Column.SITE));
        freeHours += hour.applyAsDouble(Column.CHILLERS) > 0 ? 0 : 1;
        missedHours += hour.applyAsDouble(Column.MISSED) > YearSums.NOTICEABLE_WATTS ? 1 : 0;
    }

    YearSums scaled(double hours) {
        return new YearSums(
                hours * kilo(Column.IT),
                hours * kilo(Column.SITE),
                hours * kilo(Column.CHAIN_LOSS),
                hours * coolingKwh(),
                hours * kilo(Column.CHILLERS),
                hours * 1_000 * kilo(Column.LITRES),
                hours * kilo(Column.CARBON_GRAMS),
                peakWatts,
                hours * freeHours,
                hours * kilo(Column.MISSED),
                hours * missedHours);
    }

    private double coolingKwh() {
        return kilo(Column.PUMPS)
                + kilo(Column.ROOM_FANS)
                + kilo(Column.CHILLERS)
                + kilo(Column.REJECTION_FANS);
    }

    private double kilo(Column column) {
        return sums.getOrDefault(column, 0.0) / 1_000;
    }
}
