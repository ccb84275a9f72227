// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.series;

import java.math.BigDecimal;

/**
 * The value of one hour.
 *
 * @param hourUs when the hour begins, epoch microseconds
 * @param value in the unit of its {@link SeriesKind}
 */
public record HourValue(long hourUs, BigDecimal value) {

    /** Microseconds of an hour. */
    public static final long HOUR_US = 3_600_000_000L;

    /** The hour that an instant is in. */
    public static long hourOf(long atUs) {
        return Math.floorDiv(atUs, HOUR_US) * HOUR_US;
    }
}
