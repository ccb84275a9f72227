// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * A number for a person, with what it rests on.
 *
 * @param value the number; empty when there is nothing to say yet
 * @param unit its unit
 * @param source where it comes from
 * @param ageMs how old its newest input is
 */
record Figure(Optional<BigDecimal> value, String unit, String source, long ageMs) {

    private static final MathContext SHOWN = new MathContext(6);

    /** numerator / denominator; empty when there is nothing to divide by. */
    static Optional<BigDecimal> ratio(BigDecimal numerator, BigDecimal denominator) {
        return denominator.signum() == 0
                ? Optional.empty()
                : Optional.of(numerator.divide(denominator, SHOWN));
    }

    /** As {@link #ratio(BigDecimal, BigDecimal)}, of whole numbers. */
    static Optional<BigDecimal> ratio(long numerator, long denominator) {
        return ratio(BigDecimal.valueOf(numerator), BigDecimal.valueOf(denominator));
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        value.ifPresentOrElse(
                number -> node.put("value", plain(number)), () -> node.putNull("value"));
        return node.put("unit", unit).put("source", source).put("age_ms", ageMs);
    }

    /** Without trailing zeros or exponent, for readers of JSON that see numbers as text. */
    static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
