// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import java.util.List;

/** Everything that one agent read at one instant; see MeterReport in meter.proto. */
public record NodeReport(
        ReportKey key, long observedAtUs, List<Reading> readings, List<EngineDevices> engines) {

    /** What makes a report one of its kind. */
    public record ReportKey(String nodeId, String bootId, long sequence) {}

    public NodeReport {
        readings = List.copyOf(readings);
        engines = List.copyOf(engines);
    }
}
