// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/**
 * A value against its upper limit, in one unit.
 *
 * @param value what the plan comes to
 * @param limit what it may come to at most
 * @param unit unit of both
 */
public record Measure(long value, long limit, Unit unit) {
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Whether the limit is met. */
    public boolean holds() {
        return value <= limit;
    }

    /**
     * Room left (negative: missing) as a share of the limit, in thousandths, rounded toward less
     * room; at the end of the range of a long where it would lie beyond. Empty where the limit is
     * nothing at all.
     */
    public OptionalLong marginPermille() {
        return limit == 0
                ? OptionalLong.empty()
                : OptionalLong.of(
                        BigDecimal.valueOf(limit)
                                .subtract(BigDecimal.valueOf(value))
                                .scaleByPowerOfTen(3)
                                .divide(BigDecimal.valueOf(limit), 0, RoundingMode.FLOOR)
                                .max(LEAST)
                                .min(MOST)
                                .longValueExact());
    }

    /** The value with its unit. */
    public Quantity valueQuantity() {
        return new Quantity(value, unit);
    }

    /** The limit with its unit. */
    public Quantity limitQuantity() {
        return new Quantity(limit, unit);
    }
}
