// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import java.util.OptionalLong;

/**
 * A value against its upper limit, in one unit.
 *
 * @param value what the plan comes to
 * @param limit what it may come to at most
 * @param unit unit of both
 */
public record Measure(long value, long limit, Unit unit) {

    /** Whether the limit is met. */
    public boolean holds() {
        return value <= limit;
    }

    /**
     * Room left (negative: missing) as a share of the limit, in thousandths, rounded toward less
     * room. Empty where the limit is nothing at all.
     */
    public OptionalLong marginPermille() {
        return limit == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.floorDiv(Math.multiplyExact(limit - value, 1_000L), limit));
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
