// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import io.wattmill.billing.meter.ClosedWindow.DeviceSlice;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The meters of one node, and what a report does to them. */
public record NodeBooks(Map<SourceKey, Source> sources) {

    /**
     * What a report came to.
     *
     * @param books the sources afterwards
     * @param counted readings that were counted, with the total after each
     * @param doubted readings that were not
     * @param closed windows that ended at this report
     * @param hosts what the host's meters counted since windows last ended, divided among these
     */
    public record Outcome(
            NodeBooks books,
            List<CountedReading> counted,
            List<DoubtedReading> doubted,
            List<ClosedWindow> closed,
            List<HostSlice> hosts) {}

    /** A part of a host meter; {@code window} is its window's place among the closed ones. */
    public record HostSlice(int window, String sourceId, long energyUj) {}

    /** A reading and the source's total with it. */
    public record CountedReading(Reading reading, long totalUj) {}

    /** A reading and why it was not counted. */
    public record DoubtedReading(Reading reading, String reason) {}

    public NodeBooks {
        sources = Map.copyOf(sources);
    }

    /** Counts every reading, then closes the windows that are long enough. */
    public Outcome accept(NodeReport report, MeterPolicy policy) {
        Map<SourceKey, Source> next = new LinkedHashMap<>(sources);
        List<CountedReading> counted = new ArrayList<>();
        List<DoubtedReading> doubted = new ArrayList<>();
        for (Reading reading : report.readings()) {
            count(next, reading, report.observedAtUs(), policy, counted, doubted);
        }
        List<ClosedWindow> ofDevices = close(next, report, policy);
        List<ClosedWindow> closed =
                ofDevices.isEmpty() ? HostWindows.of(next, report, policy) : ofDevices;
        List<HostSlice> hosts = HostSlices.cut(next, closed, report);
        return new Outcome(new NodeBooks(next), counted, doubted, closed, hosts);
    }

    private static void count(
            Map<SourceKey, Source> sources,
            Reading reading,
            long atUs,
            MeterPolicy policy,
            List<CountedReading> counted,
            List<DoubtedReading> doubted) {
        SourceKey key = reading.source();
        Source known = sources.get(key);
        if (known == null && reading.rawUj() < 0) {
            doubted.add(new DoubtedReading(reading, "the counter is negative"));
        } else if (known == null) {
            sources.put(key, Source.first(reading, atUs));
            counted.add(new CountedReading(reading, 0));
        } else {
            switch (known.counter().advance(reading.rawUj(), atUs, policy.of(key))) {
                case Counter.Counted step -> {
                    sources.put(key, known.counted(step.next(), reading.qualityPpm()));
                    counted.add(new CountedReading(reading, step.next().totalUj()));
                }
                case Counter.Doubted step -> {
                    sources.put(key, known.doubted(step.next()));
                    doubted.add(new DoubtedReading(reading, step.reason()));
                }
            }
        }
    }

    private static List<ClosedWindow> close(
            Map<SourceKey, Source> sources, NodeReport report, MeterPolicy policy) {
        List<ClosedWindow> closed = new ArrayList<>();
        for (EngineDevices group : groups(sources, report)) {
            window(sources, group, report, policy).ifPresent(closed::add);
        }
        return closed;
    }

    /** Every device once: with the first engine that claims it, or by itself under no engine. */
    private static List<EngineDevices> groups(Map<SourceKey, Source> sources, NodeReport report) {
        Set<String> free = new HashSet<>();
        sources.keySet().stream().filter(key -> !key.host()).forEach(key -> free.add(key.id()));
        List<EngineDevices> groups = new ArrayList<>();
        for (EngineDevices engine : report.engines()) {
            List<String> own = engine.deviceIds().stream().filter(free::remove).toList();
            groups.add(new EngineDevices(engine.engineId(), own, engine.coefficients()));
        }
        free.stream()
                .sorted()
                .forEach(
                        device ->
                                groups.add(
                                        new EngineDevices(
                                                "", List.of(device), Coefficients.UNKNOWN)));
        return groups;
    }

    private static Optional<ClosedWindow> window(
            Map<SourceKey, Source> sources,
            EngineDevices group,
            NodeReport report,
            MeterPolicy policy) {
        List<Source> members =
                group.deviceIds().stream()
                        .map(id -> sources.get(SourceKey.device(id)))
                        .filter(source -> source != null)
                        .toList();
        List<Source> fresh =
                members.stream()
                        .filter(source -> source.counter().observedAtUs() == report.observedAtUs())
                        .toList();
        long startUs =
                fresh.stream().mapToLong(Source::windowAtUs).min().orElse(report.observedAtUs());
        long lengthUs = report.observedAtUs() - startUs;
        boolean complete = fresh.size() == members.size() || lengthUs >= policy.patienceUs();
        if (fresh.isEmpty() || lengthUs < policy.windowUs() || !complete) {
            return Optional.empty();
        }
        fresh.forEach(source -> sources.put(source.key(), source.closed(quality(source, report))));
        return Optional.of(
                new ClosedWindow(
                        report.key().nodeId(),
                        group.engineId(),
                        startUs,
                        report.observedAtUs(),
                        fresh.stream().map(NodeBooks::slice).toList(),
                        group.coefficients(),
                        fresh.stream().mapToLong(Source::windowQualityPpm).min().orElse(0)));
    }

    private static DeviceSlice slice(Source source) {
        return new DeviceSlice(
                source.key().id(), source.windowTotalUj(), source.counter().totalUj());
    }

    /** The reading that closes a window also opens the next. */
    static long quality(Source source, NodeReport report) {
        return report.readings().stream()
                .filter(reading -> reading.source().equals(source.key()))
                .mapToLong(Reading::qualityPpm)
                .findFirst()
                .orElse(source.windowQualityPpm());
    }
}
