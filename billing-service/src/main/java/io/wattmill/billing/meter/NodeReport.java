// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import java.util.List;
import java.util.Map;

/**
 * Everything that one agent read at one instant; see MeterReport in meter.proto.
 *
 * @param totals counters of the engines that had any, each with its own instant
 */
public record NodeReport(
        ReportKey key,
        long observedAtUs,
        List<Reading> readings,
        List<EngineDevices> engines,
        List<EngineTotals> totals,
        Place place) {

    /** What makes a report one of its kind. */
    public record ReportKey(String nodeId, String bootId, long sequence) {}

    /**
     * Where the node stands and what it is made of, as far as the agent knows.
     *
     * @param zone empty when it does not
     * @param gpuTypes catalogue names by device
     */
    public record Place(String zone, Map<String, String> gpuTypes) {

        /** Nothing is known. */
        public static final Place UNKNOWN = new Place("", Map.of());

        public Place {
            gpuTypes = Map.copyOf(gpuTypes);
        }

        /** The type of a device, empty when unknown. */
        public String gpuType(String deviceId) {
            return gpuTypes.getOrDefault(deviceId, "");
        }
    }

    public NodeReport {
        readings = List.copyOf(readings);
        engines = List.copyOf(engines);
        totals = List.copyOf(totals);
    }

    /** The same at an instant of the books; what its engines counted moves with it. */
    public NodeReport at(long atUs) {
        long shiftUs = atUs - observedAtUs;
        return shiftUs == 0
                ? this
                : new NodeReport(
                        key,
                        atUs,
                        readings,
                        engines,
                        totals.stream().map(one -> one.at(one.readAtUs() + shiftUs)).toList(),
                        place);
    }
}
