// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.device.PowerBasis;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.energy.EnergySource;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.contract.meter.v1.DeviceMeter;
import io.wattmill.contract.meter.v1.EngineMeter;
import io.wattmill.contract.meter.v1.HostMeter;
import io.wattmill.contract.meter.v1.MeterReport;

/** The picture in the words of the meter contract. */
public final class MeterMessages {

    private MeterMessages() {}

    /**
     * All meters at one instant.
     *
     * @param sequence from 1, growing by one
     * @param atUs instant of the device readings, epoch microseconds
     */
    public static MeterReport report(NodePicture picture, long sequence, long atUs) {
        MeterReport.Builder report = withoutDevices(picture, sequence, atUs).toBuilder();
        for (DeviceStatus device : picture.devices()) {
            device.energy().ifPresent(energy -> report.addDevices(meter(picture, device, energy)));
        }
        return report.build();
    }

    /** The meters of host and engines, when the devices were not read. */
    public static MeterReport withoutDevices(NodePicture picture, long sequence, long atUs) {
        MeterReport.Builder report =
                MeterReport.newBuilder()
                        .setNodeId(picture.identity().nodeId())
                        .setBootId(picture.identity().bootId())
                        .setJoinSecret(picture.identity().joinSecret())
                        .setSequence(sequence)
                        .setObservedAtUs(atUs)
                        .setZone(picture.identity().zone());
        picture.engines().forEach(engine -> report.addEngines(meter(picture, engine)));
        picture.hosts().forEach(host -> report.addHosts(meter(host)));
        return report.build();
    }

    /** Nothing to hold it against, so its quality is not judged. */
    private static HostMeter meter(HostReading host) {
        return HostMeter.newBuilder().setSource(host.source()).setEnergyUj(host.energyUj()).build();
    }

    private static DeviceMeter meter(
            NodePicture picture, DeviceStatus device, EnergyReading energy) {
        return DeviceMeter.newBuilder()
                .setDeviceId(device.reading().deviceId())
                .setEnergyUj(energy.energyUj())
                .setPowerMw(device.reading().orZero(Quantity.POWER_MW))
                .setQualityPpm(energy.qualityPpm())
                .setSource(sourceName(picture, device, energy.source()))
                .setGpuType(FleetMessages.gpuType(picture, device))
                .build();
    }

    private static String sourceName(
            NodePicture picture, DeviceStatus device, EnergySource source) {
        String name =
                switch (source) {
                    case COUNTER -> picture.counterName();
                    case INTEGRAL -> "integral";
                };
        boolean more = device.reading().facts().basis().scope() == PowerBasis.Scope.MODULE;
        return more ? name + "-module" : name;
    }

    private static EngineMeter meter(NodePicture picture, EngineStatus engine) {
        EngineMeter.Builder meter =
                EngineMeter.newBuilder()
                        .setEngineId(engine.config().id())
                        .addAllDeviceIds(picture.deviceIds(engine));
        engine.last().ifPresent(last -> tokens(meter, last));
        picture.coefficients(engine).ifPresent(meter::setCoefficients);
        counts(meter, engine.scan());
        return meter.build();
    }

    /** Only of a look that was answered: old totals under a new instant would lie. */
    private static void counts(EngineMeter.Builder meter, EngineScan scan) {
        if (scan instanceof EngineScan.Reached(EngineReading reading, long atUs)
                && reading.count().counts()) {
            meter.setReadAtUs(atUs)
                    .setFinishedRequestsTotal(reading.count().finishedRequests())
                    .setInFlight(reading.running() + reading.waiting())
                    .setProcessStartedAtMs(reading.count().startedAtMs());
        }
    }

    private static void tokens(EngineMeter.Builder meter, EngineReading reading) {
        meter.setPromptTokensTotal(reading.promptTokens())
                .setCachedTokensTotal(reading.cachedTokens())
                .setGenerationTokensTotal(reading.generatedTokens());
    }
}
