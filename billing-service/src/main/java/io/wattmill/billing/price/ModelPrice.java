// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Prices of one model in one tier, in currency per 1,000,000 tokens: 0 to 1,000,000 with at most
 * nine decimals.
 */
public record ModelPrice(
        BigDecimal inputPerMtok,
        BigDecimal cacheReadPerMtok,
        BigDecimal cacheWritePerMtok,
        BigDecimal outputPerMtok) {

    /**
     * Decimals of a price per 1,000,000 tokens; with them a price per token has 15, as the table
     * does.
     */
    public static final int MAX_SCALE = 9;

    /** One unit of currency per token; with it, no charge for up to 1e9 tokens leaves 64 bits. */
    private static final BigDecimal MAX = new BigDecimal(1_000_000);

    /** 1e9 nano-units over 1e6 tokens: currency per Mtok to nano-units per token. */
    private static final int MTOK_TO_NANO = 3;

    public ModelPrice {
        inputPerMtok = checked(inputPerMtok);
        cacheReadPerMtok = checked(cacheReadPerMtok);
        cacheWritePerMtok = checked(cacheWritePerMtok);
        outputPerMtok = checked(outputPerMtok);
    }

    /** The price that a meter is charged at, in currency per 1,000,000 tokens. */
    public BigDecimal of(Meter meter) {
        return switch (meter) {
            case INPUT_UNCACHED -> inputPerMtok;
            case CACHE_READ -> cacheReadPerMtok;
            case CACHE_WRITE -> cacheWritePerMtok;
            case OUTPUT -> outputPerMtok;
        };
    }

    /**
     * The charge for a number of tokens in nano-units of the currency: exact product, rounded once,
     * half to even.
     */
    public long nano(Meter meter, long tokens) {
        return of(meter)
                .movePointRight(MTOK_TO_NANO)
                .multiply(BigDecimal.valueOf(tokens))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private static BigDecimal checked(BigDecimal price) {
        BigDecimal plain = price.stripTrailingZeros();
        if (plain.signum() < 0 || plain.compareTo(MAX) > 0 || plain.scale() > MAX_SCALE) {
            throw new IllegalArgumentException(
                    "a price per Mtok is 0 to 1,000,000 with at most "
                            + MAX_SCALE
                            + " decimals, not "
                            + plain);
        }
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
