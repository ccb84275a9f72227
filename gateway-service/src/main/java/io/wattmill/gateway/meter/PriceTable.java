// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.FacilityFactors;
import io.wattmill.contract.ledger.v1.ModelPrice;
import io.wattmill.contract.ledger.v1.PriceLine;
import io.wattmill.contract.ledger.v1.PriceMeter;
import io.wattmill.contract.ledger.v1.RateCard;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One version of the rate card, ready to rate with.
 *
 * @param version the card's version; 0 while no card is known
 * @param currency ISO 4217 code; empty while no card is known
 * @param facility what host and site add to a device's joule
 * @param lines prices by model, the more special line first
 */
public record PriceTable(
        int version, String currency, FacilityFactors facility, Map<String, List<RateLine>> lines) {

    /** Before billing has answered for the first time. */
    public static final PriceTable NONE =
            new PriceTable(0, "", FacilityFactors.getDefaultInstance(), Map.of());

    public PriceTable {
        lines = Map.copyOf(lines);
    }

    /** Parses a card; {@link NumberFormatException} when a price is no decimal. */
    public static PriceTable of(RateCard card) {
        Stream<PriceLine> all =
                card.getLinesCount() > 0
                        ? card.getLinesList().stream()
                        : card.getModelsList().stream().flatMap(PriceTable::simple);
        Map<String, List<RateLine>> lines =
                all.map(RateLine::of)
                        .sorted(RateLine.SPECIAL_FIRST)
                        .collect(Collectors.groupingBy(rate -> rate.line().getModel()));
        return new PriceTable(card.getVersion(), card.getCurrency(), card.getFacility(), lines);
    }

    /** The lines of a price in the form that has no conditions but the tier. */
    private static Stream<PriceLine> simple(ModelPrice price) {
        return Stream.of(
                        simple(price, PriceMeter.PRICE_METER_INPUT, price.getInputPerMtok()),
                        simple(
                                price,
                                PriceMeter.PRICE_METER_CACHE_READ,
                                price.getCacheReadPerMtok()),
                        simple(
                                price,
                                PriceMeter.PRICE_METER_CACHE_WRITE,
                                price.getCacheWritePerMtok()),
                        simple(price, PriceMeter.PRICE_METER_OUTPUT, price.getOutputPerMtok()))
                .filter(line -> !line.getPerMtok().isEmpty());
    }

    private static PriceLine simple(ModelPrice price, PriceMeter meter, String perMtok) {
        return PriceLine.newBuilder()
                .setModel(price.getModel())
                .setTier(price.getTier())
                .setMeter(meter)
                .setPerMtok(perMtok)
                .build();
    }

    /** Currency per kWh; empty while no card is known. */
    public Optional<BigDecimal> electricityPerKwh() {
        return Optional.of(facility.getElectricityPricePerKwh())
                .filter(price -> !price.isEmpty())
                .map(BigDecimal::new);
    }

    /** Prices of a request: of each meter the most special line that holds. */
    public ModelRates rates(String model, Situation situation, long inputTokens) {
        Map<PriceMeter, BigDecimal> own = new EnumMap<>(PriceMeter.class);
        for (RateLine line : lines.getOrDefault(model, List.of())) {
            if (!own.containsKey(line.meter()) && line.holds(situation, inputTokens)) {
                own.put(line.meter(), line.perMtok());
            }
        }
        return new ModelRates(own);
    }
}
