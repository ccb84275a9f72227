// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.report;

import io.wattmill.twin.claim.Words;
import io.wattmill.twin.figure.Figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures as people read them: three digits, which is what claims are given to. */
final class Numbers {
    private static final int DIGITS = 3;

    private Numbers() {}

    /** Three digits: {@code 53.5}, {@code 2.86 M}, {@code 0.123}. */
    static String three(double value) {
        double size = Math.abs(value);
        if (size >= 999_500) {
            return rounded(value / 1e6) + " M";
        }
        return size >= 9_995 ? rounded(value / 1e3) + " k" : rounded(value);
    }

    /** {@code 53.5x}. */
    static String times(Figure figure) {
        return three(figure.value()) + "x";
    }

    /** {@code (53.0 to 54.9, claimed)}; without an interval where it has none. */
    static String trust(Figure figure) {
        String known = Words.of(figure.provenance());
        return figure.low() < figure.high()
                ? "(%s to %s, %s)".formatted(three(figure.low()), three(figure.high()), known)
                : "(" + known + ")";
    }

    /** A constant as it was given: {@code 2.652}. */
    static String plain(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String rounded(double value) {
        if (value == 0 || Math.abs(value) >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        var three = new BigDecimal(value).round(new MathContext(DIGITS));
        return three.setScale(DIGITS - three.precision() + three.scale(), java.math.RoundingMode.UP)
                .toPlainString();
    }
}
