// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import io.wattmill.billing.apportion.Apportionment;
import io.wattmill.billing.meter.NodeBooks.HostSlice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The host's meters, cut where windows end: what a meter counted since it was last cut goes to the
 * windows that end now, by their device joules (evenly where no device used any), to the last
 * microjoule.
 */
final class HostSlices {

    private HostSlices() {}

    /** Cuts every host meter that this report read; nothing while no window ends. */
    static List<HostSlice> cut(
            Map<SourceKey, Source> sources, List<ClosedWindow> closed, NodeReport report) {
        if (closed.isEmpty()) {
            return List.of();
        }
        long[] weights = closed.stream().mapToLong(ClosedWindow::energyUj).toArray();
        List<HostSlice> slices = new ArrayList<>();
        for (Source host : List.copyOf(sources.values())) {
            if (host.key().host() && host.counter().observedAtUs() == report.observedAtUs()) {
                add(slices, host, Apportionment.splitOrEven(host.openUj(), weights));
                sources.put(host.key(), host.closed(NodeBooks.quality(host, report)));
            }
        }
        return slices;
    }

    private static void add(List<HostSlice> slices, Source host, long[] parts) {
        for (int i = 0; i < parts.length; i++) {
            slices.add(new HostSlice(i, host.key().id(), parts[i]));
        }
    }
}
