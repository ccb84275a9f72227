// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import io.wattmill.billing.apportion.Apportionment;
import io.wattmill.billing.meter.NodeBooks.HostSlice;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The host's meters, cut where windows end: what a meter counted since it was last cut goes to the
 * windows that end now, by their device joules since then (evenly where no device used any), to the
 * last microjoule.
 */
final class HostSlices {

    private HostSlices() {}

    /** Cuts every host meter that this report read; nothing while no window ends. */
    static List<HostSlice> cut(
            Map<SourceKey, Source> sources, List<ClosedWindow> closed, NodeReport report) {
        if (closed.isEmpty()) {
            return List.of();
        }
        List<HostSlice> slices = new ArrayList<>();
        for (Source host : List.copyOf(sources.values())) {
            if (host.key().host() && host.counter().observedAtUs() == report.observedAtUs()) {
                long[] weights = closed.stream().mapToLong(w -> since(host, w)).toArray();
                add(slices, host, Apportionment.splitOrEven(host.openUj(), weights));
                sources.put(host.key(), host.closed(NodeBooks.quality(host, report)));
            }
        }
        return slices;
    }

    /**
     * A window's joules since a host was cut, as if drawn evenly: a device may have been silent.
     */
    private static long since(Source host, ClosedWindow window) {
        long lengthUs = window.endUs() - window.startUs();
        long sinceUs = Math.clamp(window.endUs() - host.windowAtUs(), 0, lengthUs);
        return BigInteger.valueOf(window.energyUj())
                .multiply(BigInteger.valueOf(sinceUs))
                .divide(BigInteger.valueOf(lengthUs))
                .longValueExact();
    }

    private static void add(List<HostSlice> slices, Source host, long[] parts) {
        for (int i = 0; i < parts.length; i++) {
            slices.add(new HostSlice(i, host.key().id(), parts[i]));
        }
    }
}
