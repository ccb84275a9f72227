// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.metrics;

import java.util.List;
import java.util.function.ToLongBiFunction;

/** Emulated GPUs in the names, labels and units of dcgm-exporter. */
public final class DcgmExposition {
    private static final long IDLE_CELSIUS = 35;
    private static final long LOAD_CELSIUS = 40;
    private static final long IDLE_SM_MHZ = 345;
    private static final long IDLE_REASON = 1;

    private final List<DeviceIdentity> devices;
    private final List<String> labels;

    /** The exposition of these GPUs. */
    public DcgmExposition(List<DeviceIdentity> devices) {
        this.devices = List.copyOf(devices);
        this.labels = devices.stream().map(DcgmExposition::labels).toList();
    }

    /** The text; readings in the order of the GPUs. */
    public String text(List<DeviceReading> readings) {
        var text = new PrometheusText();
        power(text, readings);
        energy(text, readings);
        var sheet = new Sheet(text, readings);
        sheet.gauge("DCGM_FI_DEV_GPU_TEMP", DcgmExposition::celsius);
        sheet.gauge("DCGM_FI_DEV_SM_CLOCK", (d, r) -> r.busy() ? d.topMegahertz() : IDLE_SM_MHZ);
        sheet.gauge("DCGM_FI_DEV_GPU_UTIL", (_, r) -> r.busy() ? 100 : 0);
        sheet.gauge("DCGM_FI_DEV_FB_USED", (_, r) -> r.memoryUsedMib());
        sheet.gauge("DCGM_FI_DEV_FB_FREE", (d, r) -> d.memoryMib() - r.memoryUsedMib());
        sheet.gauge("DCGM_FI_DEV_POWER_MGMT_LIMIT", (d, _) -> d.powerLimitMilliwatts() / 1_000);
        sheet.gauge("DCGM_FI_DEV_CLOCKS_EVENT_REASONS", (_, r) -> r.busy() ? 0 : IDLE_REASON);
        sheet.gauge("DCGM_FI_DEV_XID_ERRORS", (_, _) -> 0);
        return text.toString();
    }

    private void power(PrometheusText text, List<DeviceReading> readings) {
        text.help("DCGM_FI_DEV_POWER_USAGE", "Power draw (in W).");
        text.type("DCGM_FI_DEV_POWER_USAGE", "gauge");
        for (int i = 0; i < devices.size(); i++) {
            var watts = PrometheusText.decimal(readings.get(i).powerMilliwatts(), 3);
            text.sample("DCGM_FI_DEV_POWER_USAGE", labels.get(i), watts);
        }
    }

    private void energy(PrometheusText text, List<DeviceReading> readings) {
        var name = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION";
        text.help(name, "Total energy consumption since boot (in mJ).");
        text.type(name, "counter");
        for (int i = 0; i < devices.size(); i++) {
            text.sample(name, labels.get(i), readings.get(i).energyMillijoules());
        }
    }

    /** Emulated, not modelled: between idle and load in proportion to power. */
    private static long celsius(DeviceIdentity device, DeviceReading reading) {
        return IDLE_CELSIUS
                + LOAD_CELSIUS * reading.powerMilliwatts() / device.powerLimitMilliwatts();
    }

    private static String labels(DeviceIdentity device) {
        return "gpu=\"%d\",UUID=\"%s\",device=\"nvidia%d\",modelName=\"%s\",Hostname=\"%s\""
                .formatted(
                        device.index(),
                        PrometheusText.escaped(device.uuid()),
                        device.index(),
                        PrometheusText.escaped(device.productName()),
                        PrometheusText.escaped(device.hostname()));
    }

    /** Gauges with whole values, one sample per GPU. */
    private final class Sheet {
        private final PrometheusText text;
        private final List<DeviceReading> readings;

        Sheet(PrometheusText text, List<DeviceReading> readings) {
            this.text = text;
            this.readings = readings;
        }

        void gauge(String name, ToLongBiFunction<DeviceIdentity, DeviceReading> value) {
            text.type(name, "gauge");
            for (int i = 0; i < devices.size(); i++) {
                long shown = value.applyAsLong(devices.get(i), readings.get(i));
                text.sample(name, labels.get(i), shown);
            }
        }
    }
}
