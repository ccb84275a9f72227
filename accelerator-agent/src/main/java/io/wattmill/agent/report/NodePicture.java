// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.health.Diagnosis;
import io.wattmill.agent.health.Occupancy;
import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.contract.common.v1.EnergyCoefficients;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is known about this node now.
 *
 * @param identity who it is
 * @param standing whether it takes work
 * @param counterName how energy from a device counter is named, for example {@code dcgm-counter}
 * @param devices its devices
 * @param deviceTrouble why the devices cannot be read now, empty when they can
 * @param engines its engines
 * @param priors energy model of an engine, by engine id, where the router sent one
 * @param fits what was learned of an engine's joules, by engine id, where something was
 * @param diagnosis the verdict on its devices
 * @param hosts the host's own meters, none where they cannot be read
 */
public record NodePicture(
        NodeIdentity identity,
        Standing standing,
        String counterName,
        List<DeviceStatus> devices,
        Optional<SourceFailure> deviceTrouble,
        List<EngineStatus> engines,
        Map<String, EnergyCoefficients> priors,
        Map<String, EngineFit> fits,
        Diagnosis diagnosis,
        List<HostReading> hosts) {

    /** Copies the collections. */
    public NodePicture {
        devices = List.copyOf(devices);
        engines = List.copyOf(engines);
        priors = Map.copyOf(priors);
        fits = Map.copyOf(fits);
        hosts = List.copyOf(hosts);
    }

    /** Devices that are there and say nothing. */
    List<DeviceStatus> silent() {
        return devices.stream().filter(device -> device.reading().silence().isPresent()).toList();
    }

    /** Whether a device says that it is none: whatever was configured, its joules are a model's. */
    public boolean isEmulated() {
        return devices.stream()
                .anyMatch(device -> device.reading().modelName().endsWith(GpuNames.EMULATED));
    }

    /** The devices of an engine: those that it is known to compute on, or all; else none. */
    public List<String> deviceIds(EngineStatus engine) {
        return switch (engine.devices()) {
            case DeviceClaim.WholeNode _ ->
                    devices.stream().map(device -> device.reading().deviceId()).toList();
            case DeviceClaim.These(List<String> ids, _) -> ids;
            case DeviceClaim.Unknown _ -> List.of();
        };
    }

    /**
     * Whether a device of an engine is, or may be (nobody knows where that one computes), another
     * engine's too: then no meter tells the two apart.
     */
    public boolean sharesDevices(EngineStatus engine) {
        List<String> own = deviceIds(engine);
        return engines.stream()
                .filter(other -> !other.config().id().equals(engine.config().id()))
                .anyMatch(
                        other ->
                                other.devices() instanceof DeviceClaim.Unknown
                                        || deviceIds(other).stream().anyMatch(own::contains));
    }

    /**
     * What runs where, by the engines' own counts; an engine that tells none may always be at work.
     */
    public Occupancy occupancy() {
        Map<String, Long> byDevice = new HashMap<>();
        devices.forEach(device -> byDevice.put(device.reading().deviceId(), 0L));
        long total = 0;
        boolean unsure = false;
        for (EngineStatus engine : engines) {
            long requests = engine.requests();
            total += requests;
            unsure |= engine.devices() instanceof DeviceClaim.Unknown;
            deviceIds(engine).forEach(device -> byDevice.merge(device, requests, Long::sum));
        }
        return new Occupancy(byDevice, total, unsure);
    }

    /** The energy model of an engine, where there is one: learned if that is trusted. */
    public Optional<EnergyCoefficients> coefficients(EngineStatus engine) {
        return fit(engine)
                .filter(EngineFit::trusted)
                .map(FitMessages::coefficients)
                .or(() -> prior(engine));
    }

    /** What the router believes of an engine's joules, where it has told. */
    public Optional<EnergyCoefficients> prior(EngineStatus engine) {
        return Optional.ofNullable(priors.get(engine.config().id()));
    }

    /** What was learned of an engine's joules, where something was. */
    public Optional<EngineFit> fit(EngineStatus engine) {
        return Optional.ofNullable(fits.get(engine.config().id()));
    }
}
