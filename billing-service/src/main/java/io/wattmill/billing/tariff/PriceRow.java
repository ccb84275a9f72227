// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.vertx.sqlclient.Row;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.ModelPrice;
import io.wattmill.billing.price.PriceKey;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One row of the price table: currency per token, of which a price per 1,000,000 is exact. */
record PriceRow(int version, PriceKey key, Meter meter, BigDecimal unitPrice) {

    private static final int MTOK_DIGITS = 6;

    static PriceRow of(Row row) {
        return new PriceRow(
                row.getInteger("version"),
                new PriceKey(row.getString("model"), row.getString("tier")),
                Meter.of(row.getShort("meter")),
                row.getBigDecimal("unit_price"));
    }

    /** The rows of one model's price. */
    static Stream<PriceRow> of(int version, PriceKey key, ModelPrice price) {
        return Stream.of(Meter.values())
                .map(
                        meter ->
                                new PriceRow(
                                        version,
                                        key,
                                        meter,
                                        price.of(meter).movePointLeft(MTOK_DIGITS)));
    }

    /** The prices that rows of one version make up. */
    static Map<PriceKey, ModelPrice> prices(List<PriceRow> rows) {
        return rows.stream().collect(Collectors.groupingBy(PriceRow::key)).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> price(entry.getValue())));
    }

    private static ModelPrice price(List<PriceRow> rows) {
        Map<Meter, BigDecimal> perMtok =
                rows.stream()
                        .collect(
                                Collectors.toMap(
                                        PriceRow::meter,
                                        row -> row.unitPrice.movePointRight(MTOK_DIGITS)));
        return new ModelPrice(
                of(perMtok, Meter.INPUT_UNCACHED),
                of(perMtok, Meter.CACHE_READ),
                of(perMtok, Meter.CACHE_WRITE),
                of(perMtok, Meter.OUTPUT));
    }

    private static BigDecimal of(Map<Meter, BigDecimal> perMtok, Meter meter) {
        return perMtok.getOrDefault(meter, BigDecimal.ZERO);
    }
}
