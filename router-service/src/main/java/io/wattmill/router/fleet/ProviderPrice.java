// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.math.BigDecimal;

/**
 * What a provider charges, in the site's currency per 1,000,000 tokens.
 *
 * @param input prompt tokens that were not in its cache
 * @param cachedInput prompt tokens that were
 * @param output tokens produced, reasoning among them
 */
public record ProviderPrice(BigDecimal input, BigDecimal cachedInput, BigDecimal output) {
    /** What a request is expected to cost, in millionths of the currency. */
    public BigDecimal expected(long promptTokens, long outputTokens) {
        return input.multiply(BigDecimal.valueOf(promptTokens))
                .add(output.multiply(BigDecimal.valueOf(outputTokens)));
    }
}
