// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.math.BigDecimal;
import java.util.stream.Stream;

/**
 * The simple form of a model's price: four meters, no conditions, currency per 1,000,000 tokens.
 */
public record ModelPrice(
        BigDecimal inputPerMtok,
        BigDecimal cacheReadPerMtok,
        BigDecimal cacheWritePerMtok,
        BigDecimal outputPerMtok) {

    public ModelPrice {
        inputPerMtok = new Rate(inputPerMtok).perMtok();
        cacheReadPerMtok = new Rate(cacheReadPerMtok).perMtok();
        cacheWritePerMtok = new Rate(cacheWritePerMtok).perMtok();
        outputPerMtok = new Rate(outputPerMtok).perMtok();
    }

    /** Its lines in a book. */
    public Stream<PriceLine> lines(PriceKey key) {
        Conditions conditions = Conditions.ofTier(key.tier());
        return Stream.of(
                line(key, Meter.INPUT_UNCACHED, conditions, inputPerMtok),
                line(key, Meter.CACHE_READ, conditions, cacheReadPerMtok),
                line(key, Meter.CACHE_WRITE, conditions, cacheWritePerMtok),
                line(key, Meter.OUTPUT, conditions, outputPerMtok));
    }

    private static PriceLine line(
            PriceKey key, Meter meter, Conditions conditions, BigDecimal perMtok) {
        return new PriceLine(key.model(), meter, conditions, new Rate(perMtok));
    }
}
