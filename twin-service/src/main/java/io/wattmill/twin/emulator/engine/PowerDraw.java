// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.engine;

import io.wattmill.twin.emulator.power.GpuBank;
import io.wattmill.twin.emulator.power.HourMeter;

/**
 * What an engine draws, told to the counters of its GPUs and to the electricity meter of its node
 * alike: the two are compared later and must have heard the same.
 *
 * @param gpus each with a counter
 * @param meter that its node hangs on
 */
record PowerDraw(GpuBank gpus, HourMeter meter) {
    /** From this instant on all GPUs together draw so much. */
    void change(long atNanos, long milliwatts) {
        gpus.change(atNanos, milliwatts);
        meter.change(atNanos, milliwatts);
    }

    /** The GPUs, accounted for up to this instant. */
    GpuBank gpus(long nowNanos) {
        gpus.advance(nowNanos);
        return gpus;
    }

    /** The meter, accounted for up to this instant. */
    HourMeter meter(long nowNanos) {
        meter.advance(nowNanos);
        return meter;
    }
}
