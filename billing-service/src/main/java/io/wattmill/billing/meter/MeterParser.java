// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.meter.v1.DeviceMeter;
import io.wattmill.contract.meter.v1.EngineMeter;
import io.wattmill.contract.meter.v1.HostMeter;
import io.wattmill.contract.meter.v1.MeterReport;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads meter reports: afterwards ids are present and bounded, instants possible, and no source is
 * there twice.
 */
public final class MeterParser {

    /** Longest id of a node, boot, device, host meter or engine. */
    public static final int MAX_ID = 256;

    private static final long MILLION = 1_000_000L;
    private static final long EARLIEST_US = 1_577_836_800_000_000L; // 2020-01-01
    private static final long LATEST_US = 4_102_444_800_000_000L; // 2100-01-01

    /**
     * 100 kW and 1 kJ a token: more than any engine has; products with them stay within 64 bits.
     */
    private static final long MAX_BASE_MW = 100_000_000L;

    private static final long MAX_UJ_PER_TOKEN = 1_000_000_000L;

    /** 1 mJ for reading one token of context. */
    private static final long MAX_PJ_PER_READ = 1_000_000_000L;

    /** Engines are read while devices are: the one may be a little after the other. */
    private static final long MAX_READ_LEAD_US = 60_000_000L;

    /** Sums of a few of them stay within 64 bits. */
    private static final long MAX_COUNT = 1L << 60;

    private final int maxSources;

    /**
     * @param maxSources most devices, hosts and engines of a report, each
     */
    public MeterParser(int maxSources) {
        this.maxSources = maxSources;
    }

    /** What a report reads as. */
    public sealed interface Parsed {}

    /** A report that can be counted. */
    public record Valid(NodeReport report) implements Parsed {}

    /** A report that never can. */
    public record Invalid(String reason) implements Parsed {}

    /** Reads a report. */
    public Parsed parse(MeterReport report) {
        if (!isId(report.getNodeId()) || !isId(report.getBootId()) || report.getSequence() < 1) {
            return new Invalid("a report names its node and boot and has a sequence from 1");
        }
        if (report.getObservedAtUs() < EARLIEST_US || report.getObservedAtUs() > LATEST_US) {
            return new Invalid("observed_at_us is not an instant of this century");
        }
        if (Math.max(
                        report.getDevicesCount(),
                        Math.max(report.getHostsCount(), report.getEnginesCount()))
                > maxSources) {
            return new Invalid(
                    "a report holds at most " + maxSources + " devices, hosts and engines each");
        }
        return hasCleanIds(report)
                ? new Valid(nodeReport(report))
                : new Invalid(
                        "an id of a device, host meter or engine is empty, too long or there"
                                + " twice");
    }

    private static boolean hasCleanIds(MeterReport report) {
        return areIds(report.getDevicesList().stream().map(DeviceMeter::getDeviceId))
                && areIds(report.getHostsList().stream().map(HostMeter::getSource))
                && areIds(report.getEnginesList().stream().map(EngineMeter::getEngineId));
    }

    private static boolean areIds(Stream<String> ids) {
        Set<String> seen = new HashSet<>();
        return ids.allMatch(id -> isId(id) && seen.add(id));
    }

    private static boolean isId(String id) {
        return !id.isEmpty() && id.length() <= MAX_ID && id.indexOf('\0') < 0;
    }

    private static NodeReport nodeReport(MeterReport report) {
        List<Reading> readings = new ArrayList<>();
        report.getDevicesList().forEach(device -> readings.add(device(device)));
        report.getHostsList().forEach(host -> readings.add(host(host)));
        return new NodeReport(
                new NodeReport.ReportKey(
                        report.getNodeId(), report.getBootId(), report.getSequence()),
                report.getObservedAtUs(),
                readings,
                report.getEnginesList().stream().map(MeterParser::engine).toList(),
                report.getEnginesList().stream()
                        .filter(engine -> hasTotals(engine, report))
                        .map(MeterParser::totals)
                        .toList(),
                place(report));
    }

    private static NodeReport.Place place(MeterReport report) {
        Map<String, String> gpuTypes =
                report.getDevicesList().stream()
                        .filter(device -> isId(device.getGpuType()))
                        .collect(
                                Collectors.toMap(
                                        DeviceMeter::getDeviceId, DeviceMeter::getGpuType));
        return new NodeReport.Place(isId(report.getZone()) ? report.getZone() : "", gpuTypes);
    }

    private static Reading device(DeviceMeter device) {
        return new Reading(
                SourceKey.device(device.getDeviceId()),
                isId(device.getSource()) ? device.getSource() : "unknown",
                device.getEnergyUj(),
                device.getPowerMw(),
                Math.clamp(device.getQualityPpm(), 0, MILLION));
    }

    private static Reading host(HostMeter host) {
        return new Reading(
                SourceKey.host(host.getSource()),
                host.getSource(),
                host.getEnergyUj(),
                0,
                Math.clamp(host.getQualityPpm(), 0, MILLION));
    }

    /** Counters that were read, and not after the report was made. */
    private static boolean hasTotals(EngineMeter engine, MeterReport report) {
        boolean possible =
                engine.getReadAtUs() >= EARLIEST_US
                        && engine.getReadAtUs() <= report.getObservedAtUs() + MAX_READ_LEAD_US;
        return possible
                && engine.getProcessStartedAtMs() >= 0
                && isCount(engine.getFinishedRequestsTotal())
                && isCount(engine.getPromptTokensTotal())
                && isCount(engine.getCachedTokensTotal())
                && isCount(engine.getGenerationTokensTotal())
                && isCount(engine.getInFlight());
    }

    private static boolean isCount(long count) {
        return count >= 0 && count <= MAX_COUNT;
    }

    private static EngineTotals totals(EngineMeter engine) {
        return new EngineTotals(
                engine.getEngineId(),
                engine.getReadAtUs(),
                engine.getProcessStartedAtMs(),
                engine.getFinishedRequestsTotal(),
                engine.getPromptTokensTotal(),
                engine.getCachedTokensTotal(),
                engine.getGenerationTokensTotal(),
                engine.getInFlight());
    }

    private static EngineDevices engine(EngineMeter engine) {
        EnergyCoefficients coefficients = engine.getCoefficients();
        return new EngineDevices(
                engine.getEngineId(),
                engine.getDeviceIdsList(),
                new Coefficients(
                        Math.clamp(coefficients.getPrefillUjPerToken(), 0, MAX_UJ_PER_TOKEN),
                        Math.clamp(coefficients.getDecodeUjPerToken(), 0, MAX_UJ_PER_TOKEN),
                        Math.clamp(coefficients.getKvReadPjPerToken(), 0, MAX_PJ_PER_READ),
                        Math.clamp(coefficients.getBasePowerMw(), 0, MAX_BASE_MW),
                        origin(coefficients)));
    }

    private static Coefficients.Origin origin(EnergyCoefficients coefficients) {
        return new Coefficients.Origin(
                isId(coefficients.getMethod()) ? coefficients.getMethod() : "",
                Math.max(0, coefficients.getRelativeErrorPpm()),
                coefficients.getVersion());
    }
}
