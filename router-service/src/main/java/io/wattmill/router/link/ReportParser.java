// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.wattmill.contract.fleet.v1.DeviceCondition;
import io.wattmill.contract.fleet.v1.DeviceHealth;
import io.wattmill.contract.fleet.v1.DeviceState;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.NodeHealth;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.router.fleet.EngineReading;
import io.wattmill.router.fleet.EngineReading.Counters;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.fleet.NodeReading.DeviceReading;
import io.wattmill.router.fleet.NodeReading.Health;
import io.wattmill.router.wire.EnergyMessages;
import io.wattmill.router.wire.FitMessages;
import io.wattmill.router.wire.LatencyMessages;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads an agent's report. What cannot be true of it is the fleet's to judge. */
final class ReportParser {
    private ReportParser() {}

    static NodeReading parse(NodeReport report) {
        return new NodeReading(
                report.getObservedAtUs(),
                report.getDevicesList().stream().map(ReportParser::device).toList(),
                report.getEnginesList().stream().map(ReportParser::engine).toList(),
                health(report.getHealth()),
                report.getHealthReason(),
                unfit(report),
                report.getSequence());
    }

    /** Hardly ever any: the usual report makes nothing of it. */
    private static Map<String, String> unfit(NodeReport report) {
        return report.getConditionsCount() == 0
                ? Map.of()
                : report.getConditionsList().stream()
                        .filter(condition -> isUnfit(condition.getHealth()))
                        .collect(
                                Collectors.toMap(
                                        DeviceCondition::getDeviceId,
                                        ReportParser::words,
                                        (first, _) -> first));
    }

    private static boolean isUnfit(DeviceHealth health) {
        return health == DeviceHealth.DEVICE_HEALTH_DRAINING
                || health == DeviceHealth.DEVICE_HEALTH_DOWN;
    }

    private static String words(DeviceCondition condition) {
        String health = condition.getHealth().name().substring("DEVICE_HEALTH_".length());
        return health.toLowerCase(Locale.ROOT) + " (" + condition.getReason() + ")";
    }

    private static DeviceReading device(DeviceState device) {
        return new DeviceReading(
                device.getDeviceId(),
                device.getPowerMw(),
                device.getPowerCapMw(),
                device.getEnergyUj(),
                device.getSmClockMhz(),
                device.getThrottleReasons());
    }

    private static EngineReading engine(EngineState engine) {
        return new EngineReading(
                engine.getEngineId(),
                engine.getReachable(),
                engine.getUnreachableReason(),
                engine.getRunning(),
                engine.getWaiting(),
                engine.getKvUsedPpm(),
                new Counters(
                        engine.getPromptTokensTotal(),
                        engine.getCachedTokensTotal(),
                        engine.getGenerationTokensTotal(),
                        engine.getPreemptionsTotal()),
                engine.hasCoefficients()
                        ? Optional.of(EnergyMessages.read(engine.getCoefficients()))
                        : Optional.empty(),
                LatencyMessages.read(engine),
                engine.hasFit()
                        ? Optional.of(FitMessages.read(engine.getFit()))
                        : Optional.empty());
    }

    private static Health health(NodeHealth health) {
        return switch (health) {
            case NODE_HEALTH_DOWN -> Health.DOWN;
            case NODE_HEALTH_DRAINING -> Health.DRAINING;
            case NODE_HEALTH_SUSPECT -> Health.SUSPECT;
            case NODE_HEALTH_HEALTHY, NODE_HEALTH_UNSPECIFIED, UNRECOGNIZED -> Health.HEALTHY;
        };
    }
}
