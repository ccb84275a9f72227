// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import org.jspecify.annotations.Nullable;

/**
 * What a row of margin or energy is about. A dimension is null where the question does not group by
 * it or where it does not apply (no model without a request), and empty where a request named none.
 *
 * @param bearer requests, reserved, empty or unattributed
 */
public record Subject(
        String bearer,
        @Nullable String project,
        @Nullable String model,
        @Nullable String tier,
        @Nullable String agent,
        @Nullable String key,
        @Nullable String node) {

    static Subject of(FinanceQuery query, FinancePlace place) {
        return new Subject(
                Bearing.of(place.bearer()).wire(),
                value(query, place, Dimension.PROJECT),
                value(query, place, Dimension.MODEL),
                value(query, place, Dimension.TIER),
                value(query, place, Dimension.AGENT),
                value(query, place, Dimension.KEY),
                value(query, place, Dimension.NODE));
    }

    private static @Nullable String value(
            FinanceQuery query, FinancePlace place, Dimension dimension) {
        String value = place.value(dimension);
        boolean known = Bearing.of(place.bearer()) == Bearing.REQUESTS || !value.isEmpty();
        return query.groupBy().contains(dimension) && known ? value : null;
    }
}
