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
 * with what its idle share adds; until then predicted by the rate card's factors, GPU time unknown.
 *
 * @param amounts beyond device joules; none where nobody can know
 */
record EnergyFigures(Energy view, Amounts amounts, State state) {

    /** How well they are known. */
    enum State {
        PREDICTED,
        MEASURED,
        UNMETERED
    }

    static EnergyFigures of(SettledRequest settled, FacilityFactors facility) {
        Forecast forecast = settled.event().forecast();
        return switch (settled.energy()) {
            case EnergyRecord.Measured m -> measured(m, predictedJoules(forecast, facility));
            case EnergyRecord.Predicted p -> predicted(p, forecast, facility);
            case EnergyRecord.Unmetered() -> unmetered();
        };
    }

    /** What its devices drew for it; empty while that is not measured, or never will be. */
    static OptionalLong measuredDeviceUj(SettledRequest settled) {
        return settled.energy() instanceof EnergyRecord.Measured m
                ? OptionalLong.of(m.deviceUj())
                : OptionalLong.empty();
    }

    private static EnergyFigures measured(EnergyRecord.Measured m, BigDecimal predicted) {
        long itUj = Math.addExact(m.deviceUj(), m.amounts().hostUj());
        Energy view =
                new Energy(
                        "measured",
                        Quantities.joules(itUj),
                        parts(m.prefillUj(), m.decodeUj(), m.amounts().hostUj()),
                        Quantities.joules(m.idleShareUj()),
                        Quantities.joules(m.amounts().facilityUj()),
                        Quantities.ratio(m.qualityPpm()),
                        predicted,
                        "every meter window of this request is attributed; what a step of the"
                                + " engine takes is shared evenly by the requests in it");
        return new EnergyFigures(view, m.amounts(), State.MEASURED);
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
        return new EnergyFigures(view, amounts, State.PREDICTED);
    }

    private static EnergyFigures unmetered() {
        Energy view =
                new Energy(
                        "unmetered",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "a hosted API served it: nobody here can know its joules");
        return new EnergyFigures(view, Amounts.NONE, State.UNMETERED);
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

    /** Electricity at the facility boundary, currency; null where nobody can know. */
    @Nullable BigDecimal electricity() {
        return state == State.UNMETERED ? null : Quantities.money(amounts.electricityNano());
    }

    /** GPU time, currency; null while nobody knows. */
    @Nullable BigDecimal gpuTime() {
        return state == State.MEASURED ? Quantities.money(amounts.gpuNano()) : null;
    }

    /** Grams of CO2 equivalent; null where nobody can know. */
    @Nullable BigDecimal carbon() {
        return state == State.UNMETERED ? null : Quantities.grams(amounts.carbonUg());
    }

    /** What it cost to serve on the site's own engines, nano-units; empty while nobody knows. */
    Optional<Long> costNano() {
        return state == State.PREDICTED ? Optional.empty() : Optional.of(amounts.costNano());
    }
}
