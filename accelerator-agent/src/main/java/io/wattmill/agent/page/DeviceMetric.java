// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.report.DeviceStatus;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * What a device tells and dcgm-exporter has no name for: one family with a label, in which one row
 * of this table is one sample of each device. What was not read has no sample.
 */
enum DeviceMetric {
    SHUTDOWN(Family.LIMIT, "shutdown", Quantity.SHUTDOWN_MARGIN_C),
    SLOWDOWN(Family.LIMIT, "slowdown", Quantity.SLOWDOWN_MARGIN_C),
    MEMORY_MAX(Family.LIMIT, "memory-max", Quantity.MEMORY_MAX_MARGIN_C),
    GPU_MAX(Family.LIMIT, "gpu-max", Quantity.GPU_MAX_MARGIN_C),
    ROWS_CORRECTABLE(Family.ROWS, "correctable", Quantity.ROWS_INACTIVE_CORRECTABLE),
    ROWS_UNCORRECTABLE(Family.ROWS, "uncorrectable", Quantity.ROWS_INACTIVE_UNCORRECTABLE),
    NON_FATAL(Family.PCIE, "non-fatal", Quantity.PCIE_NON_FATAL_ERRORS),
    FATAL(Family.PCIE, "fatal", Quantity.PCIE_FATAL_ERRORS),
    NAK_RECEIVED(Family.PCIE, "nak-received", Quantity.PCIE_NAKS_RECEIVED),
    NAK_SENT(Family.PCIE, "nak-sent", Quantity.PCIE_NAKS_SENT),
    RECEIVER(Family.PCIE, "receiver", Quantity.PCIE_RECEIVER_ERRORS),
    BAD_TLP(Family.PCIE, "bad-tlp", Quantity.PCIE_BAD_TLPS),
    BAD_DLLP(Family.PCIE, "bad-dllp", Quantity.PCIE_BAD_DLLPS),
    UNSUPPORTED(Family.PCIE, "unsupported-request", Quantity.PCIE_UNSUPPORTED_REQUESTS),
    LCRC(Family.PCIE, "lcrc", Quantity.PCIE_LCRC_ERRORS),
    LANE(Family.PCIE, "lane", Quantity.PCIE_LANE_ERRORS),
    RECOVERY(Family.NVLINK, "any", Quantity.NVLINK_RECOVERY_EVENTS),
    RECOVERED(Family.NVLINK, "recovered", Quantity.NVLINK_RECOVERIES),
    NOT_RECOVERED(Family.NVLINK, "failed", Quantity.NVLINK_FAILED_RECOVERIES);

    private enum Family {
        LIMIT(
                "temperature_limit_celsius",
                "gauge",
                "The margin (DCGM_FI_DEV_GPU_TEMP_LIMIT) at which the device acts (C).",
                "limit"),
        ROWS("rows_inactive", "gauge", "Replaced memory rows that are not active.", "errors"),
        PCIE("pcie_errors_total", "counter", "PCIe errors.", "kind"),
        NVLINK("nvlink_recoveries_total", "counter", "Recoveries of NVLinks.", "outcome");

        private final String metric;
        private final String type;
        private final String help;
        private final String label;

        Family(String metric, String type, String help, String label) {
            this.metric = metric;
            this.type = type;
            this.help = help;
            this.label = label;
        }

        private List<DeviceMetric> rows() {
            return Arrays.stream(DeviceMetric.values()).filter(row -> row.family == this).toList();
        }
    }

    private final Family family;
    private final String word;
    private final Quantity quantity;

    DeviceMetric(Family family, String word, Quantity quantity) {
        this.family = family;
        this.word = word;
        this.quantity = quantity;
    }

    /** Every device that says it. */
    static void write(MetricText text, NodeFacts facts) {
        for (Family family : Family.values()) {
            text.family("wattmill_agent_device_" + family.metric, family.type, family.help);
            for (DeviceMetric row : family.rows()) {
                facts.readable().forEach(device -> row.sample(text, facts, device));
            }
        }
    }

    private void sample(MetricText text, NodeFacts facts, DeviceStatus device) {
        device.reading()
                .value(quantity)
                .ifPresent(
                        value ->
                                text.sample(
                                        DcgmMetric.labels(facts, device)
                                                + ","
                                                + MetricText.label(family.label, word),
                                        BigDecimal.valueOf(value)));
    }
}
