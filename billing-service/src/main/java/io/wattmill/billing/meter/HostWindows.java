// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Windows of a host by its own meters alone: of one without devices, and of one whose devices
 * nobody reads. Such a window has no device joules; {@link HostSlices} gives it the host's.
 *
 * <p>Whose work they were can be said of a host that has one engine and never had a device. Where
 * there are devices, their engines' windows come when these are read again; what the host used
 * meanwhile is nobody's.
 */
final class HostWindows {

    private static final EngineDevices NOBODY =
            new EngineDevices("", List.of(), Coefficients.UNKNOWN);

    private HostWindows() {}

    /** The window that ends at this report, where no device was read; none that is too short. */
    static List<ClosedWindow> of(
            Map<SourceKey, Source> sources, NodeReport report, MeterPolicy policy) {
        List<Source> hosts = hosts(sources, report);
        if (hosts.isEmpty() || hasDevices(report.readings().stream().map(Reading::source))) {
            return List.of();
        }
        boolean waits = hasDevices(sources.keySet().stream());
        long startUs = hosts.stream().mapToLong(Source::windowAtUs).min().orElseThrow();
        long leastUs = Math.max(policy.windowUs(), waits ? policy.patienceUs() : 0);
        return report.observedAtUs() - startUs < leastUs
                ? List.of()
                : List.of(window(report, startUs, hosts, waits ? NOBODY : whose(report)));
    }

    /** Those that this report read, and that were counted. */
    private static List<Source> hosts(Map<SourceKey, Source> sources, NodeReport report) {
        return report.readings().stream()
                .map(reading -> sources.get(reading.source()))
                .filter(source -> source != null && source.key().host())
                .filter(host -> host.counter().observedAtUs() == report.observedAtUs())
                .toList();
    }

    private static boolean hasDevices(Stream<SourceKey> sources) {
        return sources.anyMatch(source -> !source.host());
    }

    private static EngineDevices whose(NodeReport report) {
        boolean isAlone =
                report.engines().size() == 1 && report.engines().getFirst().deviceIds().isEmpty();
        return isAlone ? report.engines().getFirst() : NOBODY;
    }

    private static ClosedWindow window(
            NodeReport report, long startUs, List<Source> hosts, EngineDevices whose) {
        return new ClosedWindow(
                report.key().nodeId(),
                whose.engineId(),
                startUs,
                report.observedAtUs(),
                List.of(),
                whose.coefficients(),
                hosts.stream().mapToLong(Source::windowQualityPpm).min().orElseThrow());
    }
}
