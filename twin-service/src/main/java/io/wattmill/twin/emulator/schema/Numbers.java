// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** Numbers between bounds. */
final class Numbers {
    private static final BigDecimal SPREAD = BigDecimal.valueOf(100);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final double LARGEST = 1e15;

    private Numbers() {}

    /**
     * A number that fits: a multiple of the step where there is one, whole where that is possible.
     *
     * @param scattered picks it
     */
    static BigDecimal of(JsonNode schema, boolean whole, long scattered) {
        var step = bound(schema, "multipleOf").or(() -> whole(whole));
        var low = low(schema);
        var high = high(schema);
        var from = low.or(() -> high.map(h -> h.subtract(SPREAD))).orElse(BigDecimal.ONE);
        var to = high.orElse(from.add(SPREAD));
        var picked = multiple(schema, from, to, step.orElse(BigDecimal.ONE), scattered);
        boolean between = picked.isEmpty() && step.isEmpty();
        var number = between ? from.add(to).divide(TWO) : picked.orElse(from);
        boolean fits = fits(schema, number, step) && (!whole || isWhole(number));
        Unmet.unless(fits, "a number between such bounds");
        return number.stripTrailingZeros().scale() <= 0 ? plain(number) : number;
    }

    private static Optional<BigDecimal> whole(boolean whole) {
        return whole ? Optional.of(BigDecimal.ONE) : Optional.empty();
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.setScale(0, RoundingMode.UNNECESSARY);
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    /** One of the multiples that are allowed, if there is any. */
    private static Optional<BigDecimal> multiple(
            JsonNode schema, BigDecimal from, BigDecimal to, BigDecimal step, long scattered) {
        Unmet.unless(step.signum() > 0, "a 'multipleOf' that is not above 0");
        var first = from.divide(step, 0, RoundingMode.CEILING).toBigInteger();
        var last = to.divide(step, 0, RoundingMode.FLOOR).toBigInteger();
        first = allowed(schema, first, step) ? first : first.add(BigInteger.ONE);
        last = allowed(schema, last, step) ? last : last.subtract(BigInteger.ONE);
        if (first.compareTo(last) > 0) {
            return Optional.empty();
        }
        var count = last.subtract(first).add(BigInteger.ONE);
        var chosen = first.add(BigInteger.valueOf(scattered).mod(count));
        return Optional.of(new BigDecimal(chosen).multiply(step));
    }

    private static boolean allowed(JsonNode schema, BigInteger times, BigDecimal step) {
        return fits(schema, new BigDecimal(times).multiply(step), Optional.empty());
    }

    private static boolean fits(JsonNode schema, BigDecimal number, Optional<BigDecimal> step) {
        return bound(schema, "minimum").map(b -> number.compareTo(b) >= 0).orElse(true)
                && bound(schema, "maximum").map(b -> number.compareTo(b) <= 0).orElse(true)
                && bound(schema, "exclusiveMinimum").map(b -> number.compareTo(b) > 0).orElse(true)
                && bound(schema, "exclusiveMaximum").map(b -> number.compareTo(b) < 0).orElse(true)
                && step.map(s -> number.remainder(s).signum() == 0).orElse(true);
    }

    private static Optional<BigDecimal> low(JsonNode schema) {
        return bound(schema, "minimum").or(() -> bound(schema, "exclusiveMinimum"));
    }

    private static Optional<BigDecimal> high(JsonNode schema) {
        return bound(schema, "maximum").or(() -> bound(schema, "exclusiveMaximum"));
    }

    /** Beyond what a double holds exactly nothing is promised. */
    private static Optional<BigDecimal> bound(JsonNode schema, String name) {
        var node = schema.path(name);
        if (!node.isNumber()) {
            return Optional.empty();
        }
        double value = node.doubleValue();
        Unmet.unless(Math.abs(value) <= LARGEST, "a '" + name + "' of such a size");
        return Optional.of(node.decimalValue());
    }
}
