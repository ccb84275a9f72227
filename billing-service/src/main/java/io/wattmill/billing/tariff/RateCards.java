// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.price.ModelPrice;
import io.wattmill.billing.price.PriceKey;
import io.wattmill.billing.price.RateCardVersion;
import io.wattmill.contract.ledger.v1.RateCard;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;

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
        card.terms().prices().entrySet().stream()
                .sorted(
                        Map.Entry.comparingByKey(
                                Comparator.comparing(PriceKey::model)
                                        .thenComparing(PriceKey::tier)))
                .forEach(entry -> message.addModels(price(entry.getKey(), entry.getValue())));
        return message.build();
    }

    private static io.wattmill.contract.ledger.v1.ModelPrice price(PriceKey key, ModelPrice price) {
        return io.wattmill.contract.ledger.v1.ModelPrice.newBuilder()
                .setModel(key.model())
                .setTier(key.tier())
                .setInputPerMtok(text(price.inputPerMtok()))
                .setCacheReadPerMtok(text(price.cacheReadPerMtok()))
                .setCacheWritePerMtok(text(price.cacheWritePerMtok()))
                .setOutputPerMtok(text(price.outputPerMtok()))
                .build();
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
