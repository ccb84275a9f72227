// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.wattmill.billing.price.Conditions;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.Rate;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.billing.price.Selection;
import io.wattmill.billing.price.Situation;
import io.wattmill.contract.ledger.v1.ModelPrice;
import io.wattmill.contract.ledger.v1.PriceMeter;
import io.wattmill.contract.ledger.v1.RateCard;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/** A version of the book as ledger.proto says it: decimals as text, models in order. */
final class RateCards {

    private RateCards() {}

    static RateCard message(RateCardVersion card) {
        RateCard.Builder message =
                RateCard.newBuilder()
                        .setVersion(card.version())
                        .setCurrency(card.terms().currency())
                        .setValidFromUs(card.validFromUs())
                        .setFacility(facility(card.terms().facility()));
        card.terms().lines().all().forEach(line -> message.addLines(line(line)));
        simple(card).forEach(message::addModels);
        return message.build();
    }

    private static io.wattmill.contract.ledger.v1.PriceLine line(PriceLine line) {
        Conditions conditions = line.conditions();
        var message =
                io.wattmill.contract.ledger.v1.PriceLine.newBuilder()
                        .setModel(line.model())
                        .setMeter(meter(line.meter()))
                        .setPerMtok(text(line.rate().perMtok()))
                        .setTier(conditions.tier())
                        .setOrganizationId(conditions.organization())
                        .setProjectId(conditions.project())
                        .setAboveInputTokens(conditions.aboveInput());
        if (conditions.time().isCondition()) {
            message.setWeekdays(conditions.time().days())
                    .setFromMinute(conditions.time().fromMinute())
                    .setToMinute(conditions.time().toMinute());
        }
        return message.build();
    }

    private static PriceMeter meter(Meter meter) {
        return switch (meter) {
            case INPUT_UNCACHED -> PriceMeter.PRICE_METER_INPUT;
            case CACHE_READ -> PriceMeter.PRICE_METER_CACHE_READ;
            case CACHE_WRITE -> PriceMeter.PRICE_METER_CACHE_WRITE;
            case OUTPUT -> PriceMeter.PRICE_METER_OUTPUT;
            case REASONING -> PriceMeter.PRICE_METER_REASONING;
        };
    }

    /** What an older gateway understands: each model's price in each tier, by nothing else. */
    private static Stream<ModelPrice> simple(RateCardVersion card) {
        return card.terms().lines().all().stream()
                .filter(line -> line.conditions().equals(tierOnly(line)))
                .map(line -> new TierOfModel(line.model(), line.conditions().tier()))
                .distinct()
                .flatMap(of -> simple(card, of).stream());
    }

    private record TierOfModel(String model, String tier) {}

    private static Conditions tierOnly(PriceLine line) {
        return Conditions.ofTier(line.conditions().tier());
    }

    private static Optional<ModelPrice> simple(RateCardVersion card, TierOfModel of) {
        Situation anybody = new Situation("", "", of.tier(), card.validFromUs());
        Selection lines = card.terms().lines().select(of.model(), anybody, 0);
        return lines.line(Meter.INPUT_UNCACHED).isEmpty() || lines.line(Meter.OUTPUT).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ModelPrice.newBuilder()
                                .setModel(of.model())
                                .setTier(of.tier())
                                .setInputPerMtok(text(lines, Meter.INPUT_UNCACHED))
                                .setCacheReadPerMtok(text(lines, Meter.CACHE_READ))
                                .setCacheWritePerMtok(text(lines, Meter.CACHE_WRITE))
                                .setOutputPerMtok(text(lines, Meter.OUTPUT))
                                .build());
    }

    private static String text(Selection lines, Meter meter) {
        return lines.line(meter)
                .map(PriceLine::rate)
                .map(Rate::perMtok)
                .map(RateCards::text)
                .orElse("");
    }

    private static io.wattmill.contract.common.v1.FacilityFactors facility(
            FacilityFactors factors) {
        return io.wattmill.contract.common.v1.FacilityFactors.newBuilder()
                .setHostSharePpm(factors.hostSharePpm())
                .setPuePpm(factors.puePpm())
                .setCarbonUgPerKwh(factors.carbonUgPerKwh())
                .setElectricityPricePerKwh(text(factors.electricityPricePerKwh()))
                .build();
    }

    private static String text(BigDecimal exact) {
        return exact.toPlainString();
    }
}
