// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the provider of a hosted API charges the site, in the site's currency.
 *
 * @param input tokens that were read, or written to a cache
 * @param cached tokens that were read from a cache
 * @param output tokens made, reasoning among them
 */
public record ProviderPrice(Rate input, Rate cached, Rate output) {

    /**
     * What a provider counts.
     *
     * @param output delivered or not: made is made
     */
    public record Counted(long input, long cached, long output) {

        /** Of an attempt. */
        public static Counted of(Tokens tokens, long wasteTokens) {
            return new Counted(
                    tokens.inputUncached() + tokens.cacheWrite(),
                    tokens.cacheRead(),
                    tokens.output() + wasteTokens);
        }
    }

    /** The charge in nano-units: the exact sum of the products, rounded once, half to even. */
    public long nano(Counted counted) {
        BigDecimal exact =
                input.exactNano(counted.input())
                        .add(cached.exactNano(counted.cached()))
                        .add(output.exactNano(counted.output()));
        return exact.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }
}
