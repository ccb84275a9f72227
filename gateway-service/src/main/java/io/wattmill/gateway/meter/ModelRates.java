// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.ModelPrice;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Prices of one model in one tier, exact decimals, currency per 1,000,000 tokens.
 *
 * @param input uncached prompt tokens
 * @param cacheRead prompt tokens from the prefix cache
 * @param cacheWrite prompt tokens written to it
 * @param output output tokens, reasoning included
 */
public record ModelRates(
        BigDecimal input, BigDecimal cacheRead, BigDecimal cacheWrite, BigDecimal output) {

    /** price / 1e6 tokens in currency = price * 1e9 / 1e6 = price * 1,000 nano per token. */
    private static final BigDecimal NANO_PER_TOKEN = BigDecimal.valueOf(1_000);

    /** Parses a row of the rate card; {@link NumberFormatException} when a price is no decimal. */
    static ModelRates of(ModelPrice price) {
        return new ModelRates(
                decimal(price.getInputPerMtok()),
                decimal(price.getCacheReadPerMtok()),
                decimal(price.getCacheWritePerMtok()),
                decimal(price.getOutputPerMtok()));
    }

    private static BigDecimal decimal(String text) {
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }

    /**
     * The charge for {@code tokens} in nano-units of the currency: each meter is rounded to a nano,
     * half to even, then they are summed. Billing rates by the same rule.
     */
    public long charge(TokenVector tokens) {
        return meter(tokens.getInputUncached(), input)
                + meter(tokens.getCacheRead(), cacheRead)
                + meter(tokens.getCacheWrite(), cacheWrite)
                + meter(tokens.getOutput(), output);
    }

    private static long meter(long tokens, BigDecimal pricePerMtok) {
        return BigDecimal.valueOf(tokens)
                .multiply(pricePerMtok)
                .multiply(NANO_PER_TOKEN)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
