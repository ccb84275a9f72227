// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import io.wattmill.billing.cost.Amounts;
import io.wattmill.billing.cost.CostBasis;
import io.wattmill.billing.explain.RequestView.Energy;
import io.wattmill.billing.explain.RequestView.Parts;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.usage.UsageEvent.Forecast;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The joules of a request at each boundary, their cost and carbon: from the ledger once measured,
 * with what its idle share adds (DESIGN 4.4); until then predicted by the rate card's factors, GPU
 * time unknown.
 *
 * @param measured false while predicted
 */
record EnergyFigures(Energy view, Amounts amounts, boolean measured) {

    static EnergyFigures of(SettledRequest settled, FacilityFactors facility) {
        Forecast forecast = settled.event().forecast();
        return switch (settled.energy()) {
            case EnergyRecord.Measured m -> measured(m, predictedJoules(forecast, facility));
            case EnergyRecord.Predicted p -> predicted(p, forecast, facility);
        };
    }

    private static EnergyFigures measured(EnergyRecord.Measured m, BigDecimal predicted) {
        long itUj = Math.addExact(Math.addExact(m.prefillUj(), m.decodeUj()), m.amounts().hostUj());
        Energy view =
                new Energy(
                        "measured",
                        Quantities.joules(itUj),
                        parts(m.prefillUj(), m.decodeUj(), m.amounts().hostUj()),
                        Quantities.joules(m.idleShareUj()),
                        Quantities.joules(m.amounts().facilityUj()),
                        Quantities.ratio(m.qualityPpm()),
                        predicted,
                        "every meter window of this request is attributed");
        return new EnergyFigures(view, m.amounts(), true);
    }

    private static EnergyFigures predicted(
            EnergyRecord.Predicted p, Forecast forecast, FacilityFactors facility) {
        Amounts amounts = predictedAmounts(forecast, facility);
        long itUj = Math.addExact(deviceUj(forecast), amounts.hostUj());
        Energy view =
                new Energy(
                        "predicted",
                        Quantities.joules(itUj),
                        parts(forecast.prefillUj(), forecast.decodeUj(), amounts.hostUj()),
                        Quantities.joules(0),
                        Quantities.joules(amounts.facilityUj()),
                        null,
                        Quantities.joules(itUj),
                        p.why());
        return new EnergyFigures(view, amounts, false);
    }

    private static Parts parts(long prefillUj, long decodeUj, long hostUj) {
        return new Parts(
                Quantities.joules(prefillUj),
                Quantities.joules(decodeUj),
                Quantities.joules(hostUj));
    }

    private static BigDecimal predictedJoules(Forecast forecast, FacilityFactors facility) {
        return Quantities.joules(
                Math.addExact(deviceUj(forecast), predictedAmounts(forecast, facility).hostUj()));
    }

    private static Amounts predictedAmounts(Forecast forecast, FacilityFactors facility) {
        return new CostBasis(deviceUj(forecast), OptionalLong.empty(), 0, facility).amounts();
    }

    private static long deviceUj(Forecast forecast) {
        return Math.addExact(forecast.prefillUj(), forecast.decodeUj());
    }

    /** Electricity at the facility boundary, currency. */
    BigDecimal electricity() {
        return Quantities.money(amounts.electricityNano());
    }

    /** GPU time, currency; null while nobody knows. */
    @Nullable BigDecimal gpuTime() {
        return measured ? Quantities.money(amounts.gpuNano()) : null;
    }

    /** What it cost to serve, nano-units; empty while nobody knows. */
    Optional<Long> costNano() {
        return measured ? Optional.of(amounts.costNano()) : Optional.empty();
    }
}
