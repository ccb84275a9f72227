// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/**
 * What a token is priced as. Reasoning tokens are a part of {@link #OUTPUT} unless a book prices
 * them apart.
 */
public enum Meter {
    INPUT_UNCACHED(1, "input"),
    CACHE_READ(2, "cached input"),
    CACHE_WRITE(3, "cache write"),
    OUTPUT(4, "output"),
    REASONING(5, "reasoning");

    private final int id;
    private final String label;

    Meter(int id, String label) {
        this.id = id;
        this.label = label;
    }

    /** The number in the price table; never reused. */
    public int id() {
        return id;
    }

    /** The name on a line of a bill. */
    public String label() {
        return label;
    }

    /** The meter with this number. */
    public static Meter of(int id) {
        return values()[id - 1];
    }

    /** The meter whose price stands in where a book has none for this one; itself at the end. */
    public Meter standIn() {
        return switch (this) {
            case CACHE_READ, CACHE_WRITE, INPUT_UNCACHED -> INPUT_UNCACHED;
            case REASONING, OUTPUT -> OUTPUT;
        };
    }
}
