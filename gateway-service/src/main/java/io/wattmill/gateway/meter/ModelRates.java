// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.PriceMeter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Prices of one request, exact decimals, currency per 1,000,000 tokens.
 *
 * @param own by meter, where the card has a line of that meter's own. Cached input without one
 *     costs as input, reasoning without one is a part of output
 */
public record ModelRates(Map<PriceMeter, BigDecimal> own) {

    /** price / 1e6 tokens in currency = price * 1e9 / 1e6 = price * 1,000 nano per token. */
    private static final BigDecimal NANO_PER_TOKEN = BigDecimal.valueOf(1_000);

    public ModelRates {
        own = Map.copyOf(own);
    }

    /**
     * Whether a request can be priced that has tokens to read and, where {@code makes} says so, to
     * make.
     */
    public boolean areComplete(boolean makes) {
        return own.containsKey(PriceMeter.PRICE_METER_INPUT)
                && (!makes || own.containsKey(PriceMeter.PRICE_METER_OUTPUT));
    }

    /** The price of a meter. */
    Optional<BigDecimal> of(PriceMeter meter) {
        return Optional.ofNullable(own.get(meter));
    }

    /**
     * The charge for {@code tokens} in nano-units of the currency: each meter is rounded to a nano,
     * half to even, then they are summed; empty when some of the tokens have no price. Billing
     * rates by the same rule.
     */
    public OptionalLong charge(TokenVector tokens) {
        Optional<BigDecimal> input = of(PriceMeter.PRICE_METER_INPUT);
        Optional<BigDecimal> output = of(PriceMeter.PRICE_METER_OUTPUT);
        Optional<BigDecimal> reasoning = of(PriceMeter.PRICE_METER_REASONING);
        long apart = reasoning.isPresent() ? tokens.getReasoning() : 0;
        Sum sum = new Sum();
        sum.add(tokens.getInputUncached(), input);
        sum.add(tokens.getCacheRead(), of(PriceMeter.PRICE_METER_CACHE_READ).or(() -> input));
        sum.add(tokens.getCacheWrite(), of(PriceMeter.PRICE_METER_CACHE_WRITE).or(() -> input));
        sum.add(tokens.getOutput() - apart, output);
        sum.add(apart, reasoning);
        boolean isPriced = sum.complete && (input.isPresent() || output.isPresent());
        return isPriced ? OptionalLong.of(sum.nano) : OptionalLong.empty();
    }

    /**
     * The most that so many tokens may be charged, whichever of the meters they turn out to be of;
     * empty when some of them have no price.
     *
     * @param input tokens to read, whether cached, written to a cache or neither
     * @param output tokens to make, reasoning or not
     */
    public OptionalLong chargeAtMost(long input, long output) {
        OptionalLong plain = charge(vector(input, 0, output, 0));
        if (plain.isEmpty()) {
            return plain;
        }
        long most = plain.getAsLong();
        if (own.containsKey(PriceMeter.PRICE_METER_CACHE_WRITE)) {
            most = Math.max(most, charge(vector(0, input, output, 0)).orElse(0));
        }
        if (own.containsKey(PriceMeter.PRICE_METER_REASONING)) {
            long reasoning = charge(vector(input, 0, output, output)).orElse(0);
            most += Math.max(0, reasoning - plain.getAsLong());
        }
        return OptionalLong.of(most);
    }

    private static TokenVector vector(long input, long written, long output, long reasoning) {
        return TokenVector.newBuilder()
                .setInputUncached(input)
                .setCacheWrite(written)
                .setOutput(output)
                .setReasoning(reasoning)
                .build();
    }

    /** Meters, each rounded by itself. */
    private static final class Sum {
        private long nano;
        private boolean complete = true;

        private void add(long tokens, Optional<BigDecimal> perMtok) {
            complete &= tokens == 0 || perMtok.isPresent();
            nano = Math.addExact(nano, perMtok.map(price -> meter(tokens, price)).orElse(0L));
        }

        private static long meter(long tokens, BigDecimal pricePerMtok) {
            return BigDecimal.valueOf(tokens)
                    .multiply(pricePerMtok)
                    .multiply(NANO_PER_TOKEN)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact();
        }
    }
}
