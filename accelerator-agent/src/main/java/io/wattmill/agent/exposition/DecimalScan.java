// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

import java.util.Optional;

/** One pass over the bytes of a number: sign, digits, fraction, exponent. */
final class DecimalScan {

    private static final long FULL = 100_000_000_000_000_000L;
    private static final int EXPONENT_MAX = 400;

    private final byte[] text;
    private final int to;
    private int at;
    private long unscaled;
    private int exponent;
    private int digits;

    DecimalScan(byte[] text, int from, int to) {
        this.text = text;
        this.at = from;
        this.to = to;
    }

    Optional<Decimal> number() {
        boolean negative = sign();
        digits(0);
        if (here('.')) {
            at++;
            digits(1);
        }
        boolean whole = digits > 0 && exponent() && at == to;
        long signed = negative ? -unscaled : unscaled;
        return whole ? Optional.of(new Decimal(signed, exponent)) : Optional.empty();
    }

    private boolean sign() {
        boolean negative = here('-');
        if (negative || here('+')) {
            at++;
        }
        return negative;
    }

    /** Takes digits; each moves the exponent when it is a decimal, or when it no longer fits. */
    private void digits(int decimals) {
        while (at < to && isDigit(text[at])) {
            boolean fits = unscaled < FULL;
            unscaled = fits ? unscaled * 10 + (text[at] - '0') : unscaled;
            exponent += fits ? -decimals : 1 - decimals;
            digits++;
            at++;
        }
    }

    private boolean exponent() {
        if (!here('e') && !here('E')) {
            return true;
        }
        at++;
        boolean negative = sign();
        int start = at;
        int power = 0;
        while (at < to && isDigit(text[at])) {
            power = Math.min(power * 10 + (text[at] - '0'), EXPONENT_MAX);
            at++;
        }
        exponent += negative ? -power : power;
        return at > start;
    }

    private boolean here(char wanted) {
        return at < to && text[at] == wanted;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
