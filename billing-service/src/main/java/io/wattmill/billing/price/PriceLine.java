// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/** One line of a book: a model's tokens of one meter cost this much under these conditions. */
public record PriceLine(String model, Meter meter, Conditions conditions, Rate rate) {

    private static final int MAX_CHARS = 256;

    public PriceLine {
        if (model.isEmpty() || model.length() > MAX_CHARS || model.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a model's name has 1 to " + MAX_CHARS + " characters and no NUL");
        }
    }

    /** Whether one request could be charged by either, with nothing to decide between them. */
    boolean ties(PriceLine other) {
        return model.equals(other.model)
                && meter == other.meter
                && conditions.tie(other.conditions);
    }
}
