// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.fleet.NodeReading.DeviceReading;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Judges what a node says of its devices. A figure that is 0 is not told. */
final class DevicePlausibility {
    /** A kilowatt for three years; as many boards as a node may have do not overflow. */
    private static final long MOST_MICROJOULES = 100_000_000_000_000_000L;

    private static final int HIGHEST_MEGAHERTZ = 10_000;

    private final Map<String, BoardLimits> boards = new HashMap<>();
    private final Map<String, EnergyRate> rates = new HashMap<>();

    DevicePlausibility(NodeDescription node) {
        node.devices().forEach(device -> boards.put(device.deviceId(), BoardLimits.of(device)));
    }

    /** The first finding; every device's counter is followed whatever is found. */
    Optional<Finding> judge(NodeReading report, Moment now) {
        Optional<Finding> first = Optional.empty();
        for (DeviceReading device : report.devices()) {
            Optional<Finding> found = judge(device, report.observedAtUs(), now);
            first = first.isPresent() ? first : found;
        }
        if (rates.size() > report.devices().size()) {
            forgetAbsent(report);
        }
        return first;
    }

    /** A device that was silent may have counted on, or not. */
    private void forgetAbsent(NodeReading report) {
        rates.keySet().retainAll(report.devices().stream().map(DeviceReading::deviceId).toList());
    }

    private Optional<Finding> judge(DeviceReading device, long agentUs, Moment now) {
        BoardLimits board = boards.get(device.deviceId());
        if (board == null) {
            return figures(device, BoardLimits.UNKNOWN);
        }
        Optional<Finding> rate = rate(device, board, agentUs, now);
        Optional<Finding> figures = figures(device, board);
        return figures.isPresent() ? figures : rate;
    }

    private Optional<Finding> rate(
            DeviceReading device, BoardLimits board, long agentUs, Moment now) {
        if (device.energyMicrojoules() <= 0) {
            rates.remove(device.deviceId());
            return Optional.empty();
        }
        EnergyRate known = rates.get(device.deviceId());
        if (known == null) {
            rates.put(device.deviceId(), new EnergyRate(device, agentUs, now));
            return Optional.empty();
        }
        return known.judge(device, board, agentUs, now);
    }

    private static Optional<Finding> figures(DeviceReading device, BoardLimits board) {
        Optional<Finding> nonsense = nonsense(device);
        return nonsense.isPresent() ? nonsense : power(device, board);
    }

    /** Figures that no board has. */
    private static Optional<Finding> nonsense(DeviceReading device) {
        long power = device.powerMilliwatts();
        if (power < 0 || device.powerCapMilliwatts() < 0 || device.energyMicrojoules() < 0) {
            return found(Implausible.NEGATIVE, device, Math.min(power, device.energyMicrojoules()));
        }
        if (device.powerCapMilliwatts() > BoardLimits.HIGHEST_CAP_MILLIWATTS
                || device.energyMicrojoules() > MOST_MICROJOULES) {
            return found(Implausible.ABSURD, device, device.energyMicrojoules());
        }
        int clock = device.smClockMegahertz();
        return clock < 0 || clock > HIGHEST_MEGAHERTZ
                ? found(Implausible.ABSURD, device, clock)
                : Optional.empty();
    }

    /** Watts that this board does not draw. */
    private static Optional<Finding> power(DeviceReading device, BoardLimits board) {
        long power = device.powerMilliwatts();
        if (power > board.ceilingMilliwatts()) {
            return found(Implausible.POWER_ABOVE_CAP, device, power);
        }
        boolean told = power > 0 || device.energyMicrojoules() > 0;
        return told && power < board.floorMilliwatts()
                ? found(Implausible.POWER_BELOW_FLOOR, device, power)
                : Optional.empty();
    }

    private static Optional<Finding> found(Implausible kind, DeviceReading device, long figure) {
        String what = kind.label().replace('-', ' ');
        return Optional.of(
                new Finding(kind, what + " on " + device.deviceId() + " (" + figure + ")"));
    }
}
