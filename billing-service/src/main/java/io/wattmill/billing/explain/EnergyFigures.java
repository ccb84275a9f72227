// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import io.wattmill.billing.explain.RequestView.Energy;
import io.wattmill.billing.explain.RequestView.Parts;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.usage.UsageEvent.Forecast;

import org.jspecify.annotations.Nullable;

/**
 * The joules of a request at each boundary: device (measured or predicted), host by its share,
 * facility by PUE, carbon of all of these. The idle share is the device's, but outside (DESIGN
 * 4.4).
 */
record EnergyFigures(Device device, FacilityFactors facility) {

    private record Device(
            String method,
            long prefillUj,
            long decodeUj,
            long idleShareUj,
            @Nullable Long qualityPpm,
            long predictedUj,
            String note) {

        long usedUj() {
            return prefillUj + decodeUj;
        }
    }

    static EnergyFigures of(SettledRequest settled, FacilityFactors facility) {
        Forecast forecast = settled.event().forecast();
        Device device =
                switch (settled.energy()) {
                    case EnergyRecord.Measured m ->
                            new Device(
                                    "measured",
                                    m.prefillUj(),
                                    m.decodeUj(),
                                    m.idleShareUj(),
                                    m.qualityPpm(),
                                    forecast.prefillUj() + forecast.decodeUj(),
                                    "every meter window of this request is attributed");
                    case EnergyRecord.Predicted p ->
                            new Device(
                                    "predicted",
                                    forecast.prefillUj(),
                                    forecast.decodeUj(),
                                    0,
                                    null,
                                    forecast.prefillUj() + forecast.decodeUj(),
                                    p.why());
                };
        return new EnergyFigures(device, facility);
    }

    /** Grams at the facility boundary: device, host and what the facility adds. */
    long carbonUg() {
        return facility.carbonUg(Math.addExact(itUj(), facility.facilityUj(itUj())));
    }

    /** Electricity at the facility boundary, nano-units. */
    long costNano() {
        return facility.energyCostNano(Math.addExact(itUj(), facility.facilityUj(itUj())));
    }

    Energy view() {
        Long quality = device.qualityPpm();
        return new Energy(
                device.method(),
                Quantities.joules(itUj()),
                new Parts(
                        Quantities.joules(device.prefillUj()),
                        Quantities.joules(device.decodeUj()),
                        Quantities.joules(hostUj())),
                Quantities.joules(device.idleShareUj()),
                Quantities.joules(facility.facilityUj(itUj())),
                quality == null ? null : Quantities.ratio(quality),
                Quantities.joules(
                        Math.addExact(device.predictedUj(), facility.hostUj(device.predictedUj()))),
                device.note());
    }

    private long hostUj() {
        return facility.hostUj(device.usedUj());
    }

    private long itUj() {
        return Math.addExact(device.usedUj(), hostUj());
    }
}
