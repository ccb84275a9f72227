// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.engine.OperatingPoint;
import io.wattmill.router.engine.TopClocks;
import io.wattmill.router.fleet.NodeReading.DeviceReading;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What an engine's node tells of its devices: how fast they go, of which the slowest decides, since
 * the others wait for it, and what they have drawn. Clocks count in steps of {@code STEP_PERCENT}
 * and limits in steps of {@code CAP_STEP}, so that a prediction is not made anew for each
 * megahertz. Not thread-safe.
 */
final class EngineDevices {
    private static final int FULL_PERCENT = 100;
    private static final int STEP_PERCENT = 5;
    private static final int LEAST_CHANGE = 4;
    private static final long CAP_STEP = 10_000;

    /** "Reducing the core clocks by a factor of 2 or more" (nvml.h). */
    private static final int HARDWARE_PERCENT = 50;

    private final EngineDescription engine;
    private final Map<String, Integer> topMegahertz = new HashMap<>();
    private OperatingPoint point = OperatingPoint.FULL;
    private String slowedBy = "";
    private final boolean shared;
    private OptionalLong microjoules = OptionalLong.empty();

    EngineDevices(NodeDescription node, EngineDescription engine) {
        this.engine = engine;
        this.shared = node.engines().stream().anyMatch(other -> shares(other, engine));
        for (DeviceDescription device : node.devices()) {
            TopClocks.megahertz(device.gpuType())
                    .ifPresent(known -> topMegahertz.put(device.deviceId(), known));
        }
    }

    private static boolean shares(EngineDescription other, EngineDescription engine) {
        return !other.engineId().equals(engine.engineId())
                && !Collections.disjoint(other.deviceIds(), engine.deviceIds());
    }

    /** A report that is believed. Devices of which it says nothing change nothing. */
    void read(List<DeviceReading> devices) {
        long cap = Long.MAX_VALUE;
        int clock = FULL_PERCENT;
        String why = "";
        for (DeviceReading device : devices) {
            if (engine.deviceIds().contains(device.deviceId())) {
                cap = Math.min(cap, told(device.powerCapMilliwatts()));
                int own = clockPercent(device);
                why = own < clock ? Throttle.words(device.throttleReasons()) : why;
                clock = Math.min(clock, own);
            }
        }
        slowedBy = why;
        microjoules = counted(devices);
        move(cap == Long.MAX_VALUE ? 0 : cap / CAP_STEP * CAP_STEP, level(clock));
    }

    private OptionalLong counted(List<DeviceReading> devices) {
        long sum = 0;
        int told = 0;
        for (DeviceReading device : devices) {
            boolean counts =
                    device.energyMicrojoules() > 0
                            && engine.deviceIds().contains(device.deviceId());
            sum += counts ? device.energyMicrojoules() : 0;
            told += counts ? 1 : 0;
        }
        boolean all = told > 0 && told == engine.deviceIds().size() && !shared;
        return all ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private static long told(long cap) {
        return cap > 0 ? cap : Long.MAX_VALUE;
    }

    /** A new object only for a new point: it is compared at each report. */
    private void move(long cap, int clock) {
        if (cap != point.capMilliwatts() || clock != point.clockPercent()) {
            point = new OperatingPoint(cap, clock);
        }
    }

    private int level(int percent) {
        boolean near = Math.abs(percent - point.clockPercent()) < LEAST_CHANGE;
        int rounded = (percent + STEP_PERCENT / 2) / STEP_PERCENT * STEP_PERCENT;
        return near ? point.clockPercent() : Math.max(OperatingPoint.LOWEST_PERCENT, rounded);
    }

    private int clockPercent(DeviceReading device) {
        long why = device.throttleReasons();
        int now = device.smClockMegahertz();
        if (now <= 0 || !Throttle.tellsClock(why)) {
            return Throttle.byHardware(why) ? HARDWARE_PERCENT : FULL_PERCENT;
        }
        int top = topMegahertz.merge(device.deviceId(), now, EngineDevices::top);
        return Math.clamp(
                (long) FULL_PERCENT * now / top, OperatingPoint.LOWEST_PERCENT, FULL_PERCENT);
    }

    private static int top(int known, int seen) {
        return Math.max(known, seen);
    }

    /** Cumulative, of all its devices; empty when one does not count, or works for others too. */
    OptionalLong microjoules() {
        return microjoules;
    }

    OperatingPoint point() {
        return point;
    }

    /** What holds the slowest device's clock down, in words; empty when nothing is said to. */
    String slowedBy() {
        return slowedBy;
    }
}
