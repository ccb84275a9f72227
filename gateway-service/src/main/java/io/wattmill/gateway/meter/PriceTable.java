// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.FacilityFactors;
import io.wattmill.contract.ledger.v1.ModelPrice;
import io.wattmill.contract.ledger.v1.RateCard;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One version of the rate card, ready to rate with.
 *
 * @param version the card's version; 0 while no card is known
 * @param currency ISO 4217 code; empty while no card is known
 * @param facility what host and site add to a device's joule
 * @param rates prices by model and tier
 */
public record PriceTable(
        int version, String currency, FacilityFactors facility, Map<ModelTier, ModelRates> rates) {

    /** Before billing has answered for the first time. */
    public static final PriceTable NONE =
            new PriceTable(0, "", FacilityFactors.getDefaultInstance(), Map.of());

    public PriceTable {
        rates = Map.copyOf(rates);
    }

    /** A row's name; an empty tier is the default one. */
    public record ModelTier(String model, String tier) {}

    /** Parses a card; {@link NumberFormatException} when a price is no decimal. */
    public static PriceTable of(RateCard card) {
        Map<ModelTier, ModelRates> rates = new HashMap<>();
        for (ModelPrice price : card.getModelsList()) {
            rates.put(new ModelTier(price.getModel(), price.getTier()), ModelRates.of(price));
        }
        return new PriceTable(card.getVersion(), card.getCurrency(), card.getFacility(), rates);
    }

    /** Currency per kWh; empty while no card is known. */
    public Optional<BigDecimal> electricityPerKwh() {
        return Optional.of(facility.getElectricityPricePerKwh())
                .filter(price -> !price.isEmpty())
                .map(BigDecimal::new);
    }

    /** Prices of a model in a tier, else in the default tier; empty when it has no price. */
    public Optional<ModelRates> rates(String model, String tier) {
        ModelRates exact = rates.get(new ModelTier(model, tier));
        return exact != null
                ? Optional.of(exact)
                : Optional.ofNullable(rates.get(new ModelTier(model, "")));
    }
}
