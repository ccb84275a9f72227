// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * A number for a person, with what it rests on.
 *
 * @param value the number; empty when there is nothing to say yet
 * @param unit its unit
 * @param basis where it comes from
 * @param missing why there is no value, for when there is none
 */
record Figure(Optional<BigDecimal> value, String unit, Basis basis, String missing) {

    private static final MathContext SHOWN = new MathContext(6);

    /**
     * What figures rest on.
     *
     * @param source where the inputs come from, and over which time
     * @param trust the weakest of them
     * @param ageMs how old the oldest of the newest inputs is; empty when one was never heard
     */
    record Basis(String source, Trust trust, OptionalLong ageMs) {

        /** Both bases together: the weaker trust, the greater age. */
        Basis and(Basis other, String joined) {
            Trust weaker = trust.compareTo(other.trust) >= 0 ? trust : other.trust;
            OptionalLong older =
                    ageMs.isPresent() && other.ageMs.isPresent()
                            ? OptionalLong.of(Math.max(ageMs.getAsLong(), other.ageMs.getAsLong()))
                            : OptionalLong.empty();
            return new Basis(joined, weaker, older);
        }

        Basis from(String otherSource) {
            return new Basis(otherSource, trust, ageMs);
        }

        Basis trusted(Trust other) {
            return new Basis(source, other, ageMs);
        }

        ObjectNode into(ObjectNode node) {
            node.put("source", source).put("trust", trust.text());
            ageMs.ifPresentOrElse(age -> node.put("age_ms", age), () -> node.putNull("age_ms"));
            return node;
        }
    }

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

    /** As {@link #ratio(BigDecimal, BigDecimal)}, where both are known. */
    static Optional<BigDecimal> ratio(
            Optional<BigDecimal> numerator, Optional<BigDecimal> denominator) {
        return numerator.flatMap(n -> denominator.flatMap(d -> ratio(n, d)));
    }

    /** The same with another value and unit. */
    Figure map(String otherUnit, UnaryOperator<BigDecimal> change) {
        return new Figure(value.map(change), otherUnit, basis, missing);
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node, "value", value);
        node.put("unit", unit);
        basis.into(node);
        if (value.isEmpty()) {
            node.put("reason", missing);
        }
        return node;
    }

    /** A number, or null when there is none. */
    static void put(ObjectNode node, String name, Optional<BigDecimal> number) {
        number.ifPresentOrElse(known -> node.put(name, plain(known)), () -> node.putNull(name));
    }

    /** Without trailing zeros or exponent, for readers of JSON that see numbers as text. */
    static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
