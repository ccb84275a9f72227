// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import io.wattmill.billing.price.ProviderPrice;
import io.wattmill.billing.price.Rate;
import io.wattmill.contract.ledger.v1.Attempt;

import java.math.BigDecimal;
import java.util.Optional;

/** Reads what a provider charges, as a gateway wrote it down. */
final class ProviderPrices {

    /** Longest decimal that is read. */
    private static final int MAX_TEXT = 32;

    private ProviderPrices() {}

    /** The price of an attempt on a hosted API, which {@link #isReadable} has seen. */
    static Optional<ProviderPrice> of(Attempt attempt) {
        var told = attempt.getProviderPrice();
        return attempt.hasProviderPrice()
                ? Optional.of(
                        new ProviderPrice(
                                rate(told.getInputPerMtok()),
                                rate(told.getCacheReadPerMtok()),
                                rate(told.getOutputPerMtok())))
                : Optional.empty();
    }

    /** Whether the price of an attempt, if it has one, is one. */
    static boolean isReadable(Attempt attempt) {
        var told = attempt.getProviderPrice();
        return !attempt.hasProviderPrice()
                || (isRate(told.getInputPerMtok())
                        && isRate(told.getCacheReadPerMtok())
                        && isRate(told.getOutputPerMtok()));
    }

    private static boolean isRate(String text) {
        try {
            return text.length() <= MAX_TEXT && rate(text).perMtok().signum() >= 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Rate rate(String text) {
        return new Rate(new BigDecimal(text));
    }
}
