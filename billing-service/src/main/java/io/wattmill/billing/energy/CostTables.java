// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.wattmill.billing.cost.Amounts;
import io.wattmill.billing.cost.Bearer;
import io.wattmill.billing.energy.CostMaking.SignedLine;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.PgType;

import java.util.function.Function;

/** Which field goes to which column: the cost tables of V8__cost.sql. */
final class CostTables {

    private CostTables() {}

    static BulkInsert<CostMaking> costs(long bookingId) {
        BulkInsert.Builder<CostMaking> table =
                BulkInsert.<CostMaking>into("window_cost")
                        .column("window_id", PgType.BIGINT, making -> making.window().id())
                        .column("revision", PgType.INTEGER, making -> making.terms().revision())
                        .column("zone", PgType.TEXT, making -> making.terms().zone())
                        .column(
                                "price_version",
                                PgType.INTEGER,
                                making -> making.terms().priceVersion())
                        .column("currency", PgType.TEXT, making -> making.terms().currency())
                        .column(
                                "host_metered",
                                PgType.BOOLEAN,
                                making -> making.window().hostUj().isPresent())
                        .column(
                                "gpu_nano_per_hour",
                                PgType.BIGINT,
                                making -> making.terms().gpuNanoPerHour())
                        .column("pue_ppm", PgType.BIGINT, making -> making.factors().puePpm())
                        .column(
                                "carbon_ug_per_kwh",
                                PgType.BIGINT,
                                making -> making.factors().carbonUgPerKwh())
                        .column(
                                "electricity_price_per_kwh",
                                PgType.NUMERIC,
                                making -> making.factors().electricityPricePerKwh());
        return amounts(table, making -> making.cost().amounts())
                .column("booking_id", PgType.BIGINT, _ -> bookingId)
                .build("");
    }

    static BulkInsert<SignedLine> lines(long bookingId) {
        BulkInsert.Builder<SignedLine> table =
                BulkInsert.<SignedLine>into("cost_line")
                        .column("window_id", PgType.BIGINT, row -> row.window().id())
                        .column("ordinal", PgType.INTEGER, row -> row.line().ordinal())
                        .column("revision", PgType.INTEGER, SignedLine::revision)
                        .column("sign", PgType.SMALLINT, row -> (short) row.sign())
                        .column("bearer", PgType.SMALLINT, row -> number(row.line().bearer()))
                        .column("owner", PgType.TEXT, row -> row.line().bearer().owner())
                        .column("quality_ppm", PgType.BIGINT, row -> row.window().qualityPpm());
        return amounts(table, row -> row.line().amounts())
                .column("booking_id", PgType.BIGINT, _ -> bookingId)
                .build("");
    }

    private static <T> BulkInsert.Builder<T> amounts(
            BulkInsert.Builder<T> table, Function<T, Amounts> of) {
        return table.column("host_uj", PgType.BIGINT, row -> of.apply(row).hostUj())
                .column("facility_uj", PgType.BIGINT, row -> of.apply(row).facilityUj())
                .column("gpu_nano", PgType.BIGINT, row -> of.apply(row).gpuNano())
                .column("electricity_nano", PgType.BIGINT, row -> of.apply(row).electricityNano())
                .column("carbon_ug", PgType.BIGINT, row -> of.apply(row).carbonUg());
    }

    private static Short number(Bearer bearer) {
        return (short)
                switch (bearer) {
                    case Bearer.Project _ -> 1;
                    case Bearer.Reserved _ -> 2;
                    case Bearer.Empty _ -> 3;
                    case Bearer.Unattributed _ -> 4;
                };
    }

    /** What {@link #number} wrote. */
    static Bearer bearer(int number, String owner) {
        return switch (number) {
            case 1 -> new Bearer.Project(owner);
            case 2 -> new Bearer.Reserved(owner);
            case 3 -> new Bearer.Empty(owner);
            case 4 -> new Bearer.Unattributed(owner);
            default -> throw new IllegalStateException("no bearer has the number " + number);
        };
    }
}
