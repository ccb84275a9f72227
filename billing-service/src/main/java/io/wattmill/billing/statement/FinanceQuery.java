// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import java.util.Map;
import java.util.Set;

/**
 * A question about margin or energy. Times are epoch microseconds, at full hours: nothing finer is
 * rolled up.
 *
 * @param only values that count; a dimension that is not there does not restrict
 * @param after where the page before ended
 * @param limit most rows of the page
 */
public record FinanceQuery(
        long fromUs,
        long toUs,
        Bucket bucket,
        Set<Dimension> groupBy,
        Map<Dimension, String> only,
        FinancePlace after,
        int limit) {

    private static final long HOUR_US = 3_600_000_000L;

    /** The start of the hour that an instant is in. */
    public static long hourOf(long us) {
        return Math.floorDiv(us, HOUR_US) * HOUR_US;
    }

    /** The start of the first hour that does not begin before an instant. */
    public static long hourAfter(long us) {
        return -hourOf(-us);
    }
}
