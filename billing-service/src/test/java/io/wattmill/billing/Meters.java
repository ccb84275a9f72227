// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.meter.v1.DeviceMeter;
import io.wattmill.contract.meter.v1.EngineMeter;
import io.wattmill.contract.meter.v1.HostMeter;
import io.wattmill.contract.meter.v1.MeterReport;

import java.util.List;

/** Meter reports as the agent of node-1 would send them: engine-1 on two GPUs, and a spare one. */
public final class Meters {

    public static final String BOOT = "boot-1";

    private Meters() {}

    /** What the host's meter shows. */
    public static HostMeter host(long counterUj) {
        return HostMeter.newBuilder()
                .setSource("rapl")
                .setEnergyUj(counterUj)
                .setQualityPpm(900_000)
                .build();
    }

    /**
     * A report whose devices show these counters; the engine runs on gpu-0 and gpu-1, gpu-2 is
     * spare.
     */
    public static MeterReport.Builder report(long sequence, long atUs, long... countersUj) {
        MeterReport.Builder report =
                MeterReport.newBuilder()
                        .setNodeId(Records.NODE)
                        .setBootId(BOOT)
                        .setSequence(sequence)
                        .setObservedAtUs(atUs)
                        .addEngines(
                                EngineMeter.newBuilder()
                                        .setEngineId(Records.ENGINE)
                                        .addAllDeviceIds(List.of("gpu-0", "gpu-1"))
                                        .setCoefficients(
                                                EnergyCoefficients.newBuilder()
                                                        .setPrefillUjPerToken(100_000)
                                                        .setDecodeUjPerToken(5_000_000)
                                                        .setBasePowerMw(150_000)));
        for (int i = 0; i < countersUj.length; i++) {
            report.addDevices(
                    DeviceMeter.newBuilder()
                            .setDeviceId("gpu-" + i)
                            .setEnergyUj(countersUj[i])
                            .setPowerMw(100_000)
                            .setQualityPpm(970_000)
                            .setSource("dcgm-counter"));
        }
        return report;
    }
}
