// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.wattmill.billing.book.BookConfig;
import io.wattmill.billing.price.CardTerms;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.ModelPrice;
import io.wattmill.billing.price.PriceKey;
import io.wattmill.billing.price.PriceLines;
import io.wattmill.kit.config.Setting;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The price book as configured. A change makes a new version, in force from the start that sees it.
 */
public record PricesConfig(
        @Setting(value = "USD", doc = "Currency of every price.") String currency,
        @Setting(
                        value = "",
                        doc =
                                "Price of each model; when empty, the built-in prices of the"
                                        + " example models.")
                Map<String, ModelConfig> models,
        @Setting(doc = "Prices with conditions, and months' schedules.") BookConfig book,
        @Setting(
                        value = "unpriced",
                        doc =
                                "What becomes of a request that has no price: refuse, or serve it"
                                        + " and book it unpriced with an alert.")
                UnknownPrice unknown,
        @Setting(value = "20000", min = 1, max = 1_000_000, doc = "Most lines of an import.")
                int maxImportLines,
        @Setting(value = "4194304", min = 1_024, max = 67_108_864, doc = "Bytes of an import.")
                int maxImportBytes,
        @Setting(
                        value = "744h",
                        min = 1_000,
                        doc = "Longest period of a dry run, which rates every request again.")
                Duration maxDryRun,
        AdjustmentConfig adjustments,
        @Setting(
                        value = "0.12",
                        min = 0,
                        doc = "Host joules per device joule, until hosts are metered.")
                BigDecimal hostShare,
        @Setting(value = "1.25", min = 1, doc = "Power usage effectiveness of the site.")
                BigDecimal pue,
        @Setting(value = "380", min = 0, doc = "Grams of CO2 equivalent per kWh drawn by the site.")
                BigDecimal carbonGramsPerKwh,
        @Setting(value = "0.085", min = 0, doc = "Price of electricity per kWh.")
                BigDecimal electricityPricePerKwh) {

    private static final int PPM_DIGITS = 6;
    private static final Map<PriceKey, ModelPrice> EXAMPLES =
            Map.of(
                    new PriceKey("llama-3.1-8b", ""), price("0.18", "0.09", "0.18", "0.18"),
                    new PriceKey("llama-3.1-70b", ""), price("0.88", "0.44", "0.88", "0.88"));

    public PricesConfig {
        // Reads every price now, so that a bad one is reported with the rest of the configuration.
        lines(models, book);
        book.monthlyTerms();
        facility(hostShare, pue, carbonGramsPerKwh, electricityPricePerKwh);
    }

    /** How what a month's schedules come to is posted. */
    public record AdjustmentConfig(
            @Setting(
                            value = "1h",
                            min = 10,
                            doc = "Adjustments are posted at each full one of these.")
                    Duration interval,
            @Setting(
                            value = "48h",
                            min = 0,
                            doc = "How long after its end a month is adjusted for late usage.")
                    Duration lateness) {}

    /** Price of one model, currency per 1,000,000 tokens. */
    public record ModelConfig(
            @Setting(doc = "Input tokens that were not cached.") BigDecimal inputPerMtok,
            @Setting(doc = "Input tokens read from a cache; the input price when absent.")
                    Optional<BigDecimal> cacheReadPerMtok,
            @Setting(doc = "Input tokens written to a cache; the input price when absent.")
                    Optional<BigDecimal> cacheWritePerMtok,
            @Setting(doc = "Output tokens, reasoning included.") BigDecimal outputPerMtok) {

        ModelPrice price() {
            return new ModelPrice(
                    inputPerMtok,
                    cacheReadPerMtok.orElse(inputPerMtok),
                    cacheWritePerMtok.orElse(inputPerMtok),
                    outputPerMtok);
        }
    }

    /** The terms of the card. */
    public CardTerms terms() {
        return new CardTerms(
                currency,
                lines(models, book),
                book.monthlyTerms(),
                facility(hostShare, pue, carbonGramsPerKwh, electricityPricePerKwh));
    }

    private static PriceLines lines(Map<String, ModelConfig> models, BookConfig book) {
        Map<PriceKey, ModelPrice> prices = new LinkedHashMap<>();
        models.forEach((model, config) -> prices.put(new PriceKey(model, ""), config.price()));
        boolean isEmpty = prices.isEmpty() && book.lines().isEmpty();
        return book.linesWith(PriceLines.of(isEmpty ? EXAMPLES : prices).all());
    }

    private static FacilityFactors facility(
            BigDecimal hostShare,
            BigDecimal pue,
            BigDecimal carbonGrams,
            BigDecimal electricityPrice) {
        return new FacilityFactors(ppm(hostShare), ppm(pue), ppm(carbonGrams), electricityPrice);
    }

    /** Millionths: of a ratio, or micrograms of grams. */
    private static long ppm(BigDecimal value) {
        return value.movePointRight(PPM_DIGITS).longValue();
    }

    private static ModelPrice price(
            String input, String cacheRead, String cacheWrite, String output) {
        return new ModelPrice(
                new BigDecimal(input),
                new BigDecimal(cacheRead),
                new BigDecimal(cacheWrite),
                new BigDecimal(output));
    }
}
