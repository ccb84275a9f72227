// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.tariff;

import io.vertx.sqlclient.Row;
import io.wattmill.billing.price.Conditions;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.PriceLine;
import io.wattmill.billing.price.Rate;
import io.wattmill.billing.price.TimeOfUse;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.PgType;

import java.math.BigDecimal;

/** One row of the price table: currency per token, of which a price per 1,000,000 is exact. */
record PriceRow(int version, PriceLine line) {

    static final BulkInsert<PriceRow> INSERT =
            BulkInsert.<PriceRow>into("price")
                    .column("version", PgType.INTEGER, PriceRow::version)
                    .column("model", PgType.TEXT, row -> row.line.model())
                    .column("meter", PgType.SMALLINT, row -> (short) row.line.meter().id())
                    .column("organization", PgType.TEXT, row -> row.conditions().organization())
                    .column("project", PgType.TEXT, row -> row.conditions().project())
                    .column("tier", PgType.TEXT, row -> row.conditions().tier())
                    .column("days", PgType.SMALLINT, row -> (short) row.time().days())
                    .column("from_minute", PgType.SMALLINT, row -> (short) row.time().fromMinute())
                    .column("to_minute", PgType.SMALLINT, row -> (short) row.time().toMinute())
                    .column("above_input", PgType.BIGINT, row -> row.conditions().aboveInput())
                    .column("unit_price", PgType.NUMERIC, row -> unitPrice(row.line.rate()))
                    .build("");

    private static final int MTOK_DIGITS = 6;

    static PriceRow of(Row row) {
        TimeOfUse time =
                new TimeOfUse(
                        row.getShort("days"),
                        row.getShort("from_minute"),
                        row.getShort("to_minute"));
        Conditions conditions =
                new Conditions(
                        row.getString("organization"),
                        row.getString("project"),
                        row.getString("tier"),
                        time,
                        row.getLong("above_input"));
        Meter meter = Meter.of(row.getShort("meter"));
        return new PriceRow(
                row.getInteger("version"),
                new PriceLine(row.getString("model"), meter, conditions, rate(row)));
    }

    /** The rate of a row that has a price per token. */
    static Rate rate(Row row) {
        return new Rate(row.getBigDecimal("unit_price").movePointRight(MTOK_DIGITS));
    }

    /** The price per token of a row. */
    static BigDecimal unitPrice(Rate rate) {
        return rate.perMtok().movePointLeft(MTOK_DIGITS);
    }

    private Conditions conditions() {
        return line.conditions();
    }

    private TimeOfUse time() {
        return conditions().time();
    }
}
