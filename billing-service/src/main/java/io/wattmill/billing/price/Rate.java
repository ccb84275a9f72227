// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A price per token, exact.
 *
 * @param perMtok currency per 1,000,000 tokens: 0 to 1,000,000 with at most nine decimals
 */
public record Rate(BigDecimal perMtok) {

    /**
     * Decimals of a price per 1,000,000 tokens; with them a price per token has 15, as the table
     * does.
     */
    public static final int MAX_SCALE = 9;

    /** One unit of currency per token; with it, no charge for up to 1e9 tokens leaves 64 bits. */
    private static final BigDecimal MAX = new BigDecimal(1_000_000);

    /** 1e9 nano-units over 1e6 tokens: currency per Mtok to nano-units per token. */
    private static final int MTOK_TO_NANO = 3;

    /** Longest exponent that is looked at: stripping the zeros of 1e-999999999 takes for ever. */
    private static final int MAX_EXPONENT = 100;

    public Rate {
        if (Math.abs((long) perMtok.scale()) > MAX_EXPONENT || !isPrice(perMtok)) {
            throw new IllegalArgumentException(
                    "a price per Mtok is 0 to 1,000,000 with at most "
                            + MAX_SCALE
                            + " decimals, not "
                            + perMtok);
        }
        BigDecimal plain = perMtok.stripTrailingZeros();
        perMtok = plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private static boolean isPrice(BigDecimal price) {
        return price.signum() >= 0
                && price.compareTo(MAX) <= 0
                && price.stripTrailingZeros().scale() <= MAX_SCALE;
    }

    /**
     * The charge for a number of tokens in nano-units of the currency: exact product, rounded once,
     * half to even.
     */
    public long nano(long tokens) {
        return exactNano(tokens).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    /** The same, not rounded. */
    BigDecimal exactNano(long tokens) {
        return perMtok.movePointRight(MTOK_TO_NANO).multiply(BigDecimal.valueOf(tokens));
    }
}
