// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

/** At least and at most. */
public record Range(long low, long high) {

    public static final Range ZERO = new Range(0, 0);

    public Range {
        if (low > high) {
            throw new IllegalArgumentException(low + " is above " + high);
        }
    }

    /** From zero to this, or from this to zero. */
    public static Range toZero(long bound) {
        return new Range(Math.min(0, bound), Math.max(0, bound));
    }

    /** The sums of one of each. */
    public Range plus(Range other) {
        return new Range(low + other.low, high + other.high);
    }

    /** The differences of one of each. */
    public Range minus(Range other) {
        return new Range(low - other.high, high - other.low);
    }

    /** Every value moved by this much. */
    public Range shifted(long by) {
        return new Range(low + by, high + by);
    }

    /** The value in it that is nearest. */
    public long nearest(long value) {
        return Math.clamp(value, low, high);
    }

    /** The values of this that the other has too; the nearest one where it has none. */
    public Range within(Range other) {
        return new Range(nearest(Math.max(low, other.low)), nearest(Math.min(high, other.high)));
    }
}
