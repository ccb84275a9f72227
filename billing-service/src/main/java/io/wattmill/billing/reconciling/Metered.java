// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.sqlclient.Row;
import io.wattmill.billing.reconcile.Boundary;
import io.wattmill.billing.reconcile.MeteredHour;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a kWh meter said of its hour, and the ledger's parts of it.
 *
 * @param importRevision of the imported hour
 * @param ledgerKwh what the ledger has inside the boundary, to the digit of a microjoule
 * @param differenceKwh {@code kwh - ledger_kwh}
 * @param differencePercent of {@code kwh}; null when that is 0
 */
public record Metered(
        String boundary,
        long tolerancePpm,
        int importRevision,
        BigDecimal kwh,
        BigDecimal ledgerKwh,
        BigDecimal differenceKwh,
        @Nullable BigDecimal differencePercent,
        long deviceUj,
        long hostUj,
        long facilityUj) {

    private static final int DIGITS = 15;
    private static final int PERCENT_DIGITS = 4;

    static Metered of(Row row) {
        BigDecimal kwh = row.getBigDecimal("kwh");
        BigDecimal difference = kwh(row.getLong("source") - row.getLong("ledger"));
        return new Metered(
                Boundary.of(row.getShort("boundary")).text(),
                row.getLong("tolerance_ppm"),
                row.getInteger("revision"),
                plain(kwh),
                kwh(row.getLong("ledger")),
                difference,
                kwh.signum() == 0
                        ? null
                        : difference
                                .movePointRight(2)
                                .divide(kwh, PERCENT_DIGITS, RoundingMode.HALF_EVEN),
                row.getLong("device_uj"),
                row.getLong("host_uj"),
                row.getLong("facility_uj"));
    }

    private static BigDecimal kwh(long uj) {
        BigDecimal perKwh = BigDecimal.valueOf(MeteredHour.microjoules(BigDecimal.ONE));
        return plain(BigDecimal.valueOf(uj).divide(perKwh, DIGITS, RoundingMode.HALF_EVEN));
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
