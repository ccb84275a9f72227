// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import io.wattmill.billing.meter.ClosedWindow.DeviceSlice;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Closes the windows that are long enough at a report, in the sources that it was counted in.
 *
 * <p>Devices of an engine whose last windows ended together have one window. One that was silent
 * has one of its own, from where its last one ended: its joules are of all that time, and the
 * others' are not. Base power and the joules of work are divided evenly among an engine's devices.
 */
record WindowClosing(Map<SourceKey, Source> sources, NodeReport report, MeterPolicy policy) {

    /**
     * An engine, or none, and the sources of its devices.
     *
     * @param claimed how many devices the engine lists, seen or not
     */
    private record Group(
            String engineId, List<Source> members, int claimed, Coefficients coefficients) {}

    List<ClosedWindow> close() {
        List<ClosedWindow> closed = new ArrayList<>();
        groups().forEach(group -> closed.addAll(windows(group)));
        return closed;
    }

    /** Every device once: with the first engine that claims it, or by itself under no engine. */
    private List<Group> groups() {
        Set<String> free = new HashSet<>();
        sources.keySet().stream().filter(key -> !key.host()).forEach(key -> free.add(key.id()));
        List<Group> groups = new ArrayList<>();
        for (EngineDevices engine : report.engines()) {
            List<String> claimed = engine.deviceIds().stream().distinct().toList();
            List<Source> own = claimed.stream().filter(free::remove).map(this::device).toList();
            groups.add(new Group(engine.engineId(), own, claimed.size(), engine.coefficients()));
        }
        free.stream()
                .sorted()
                .map(this::device)
                .forEach(one -> groups.add(new Group("", List.of(one), 1, Coefficients.UNKNOWN)));
        return groups;
    }

    private Source device(String id) {
        return Objects.requireNonNull(sources.get(SourceKey.device(id)));
    }

    private List<ClosedWindow> windows(Group group) {
        List<Source> fresh =
                group.members().stream()
                        .filter(source -> source.counter().observedAtUs() == report.observedAtUs())
                        .toList();
        return isDue(group, fresh)
                ? fresh.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Source::windowAtUs, TreeMap::new, Collectors.toList()))
                        .values()
                        .stream()
                        .map(together -> window(group, together))
                        .toList()
                : List.of();
    }

    /** By the shortest of its windows, so that a device that is back does not hurry the others. */
    private boolean isDue(Group group, List<Source> fresh) {
        long atUs = report.observedAtUs();
        long lengthUs = atUs - fresh.stream().mapToLong(Source::windowAtUs).max().orElse(atUs);
        boolean complete =
                fresh.size() == group.members().size() || lengthUs >= policy.patienceUs();
        return complete && !fresh.isEmpty() && lengthUs >= policy.windowUs();
    }

    private ClosedWindow window(Group group, List<Source> together) {
        together.forEach(
                source ->
                        sources.put(
                                source.key(), source.closed(NodeBooks.quality(source, report))));
        return new ClosedWindow(
                report.key().nodeId(),
                group.engineId(),
                together.getFirst().windowAtUs(),
                report.observedAtUs(),
                together.stream().map(WindowClosing::slice).toList(),
                group.coefficients().onDevices(together.size(), group.claimed()),
                together.stream().mapToLong(Source::windowQualityPpm).min().orElse(0));
    }

    private static DeviceSlice slice(Source source) {
        return new DeviceSlice(
                source.key().id(), source.windowTotalUj(), source.counter().totalUj());
    }
}
