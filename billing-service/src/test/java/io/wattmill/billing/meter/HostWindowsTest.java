// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

final class HostWindowsTest {

    private static final long S = 1_000_000L;
    private static final Plausibility PLAUSIBLE = new Plausibility(20_000_000, 2 * S);
    private static final MeterPolicy POLICY = new MeterPolicy(PLAUSIBLE, PLAUSIBLE, 10 * S, 30 * S);
    private static final EngineDevices ONE = engine("one");

    private NodeBooks books = new NodeBooks(Map.of());
    private final List<ClosedWindow> closed = new ArrayList<>();
    private long hostUj;

    private static EngineDevices engine(String id, String... devices) {
        return new EngineDevices(id, List.of(devices), Coefficients.UNKNOWN);
    }

    @Test
    void theOneEngineOfAHostWithoutDevicesHasItsEnergy() {
        for (int second = 0; second <= 25; second++) {
            report(second, List.of(ONE), host(second * 80L * S));
        }
        assertEquals(List.of("one", "one"), ids());
        assertEquals(List.of(10 * S, 20 * S), closed.stream().map(ClosedWindow::endUs).toList());
        assertEquals(0, closed.getFirst().energyUj(), "no device joules");
        assertEquals(20 * 80 * S, hostUj);
    }

    @Test
    void ofSeveralEnginesNobodyCanTellWhoseItIs() {
        for (int second = 0; second <= 10; second++) {
            report(second, List.of(ONE, engine("two")), host(second * 80L * S));
        }
        assertEquals(List.of(""), ids());
        assertEquals(10 * 80 * S, hostUj);
    }

    @Test
    void anEngineOnDevicesThatWereNeverReadHasNone() {
        for (int second = 0; second <= 10; second++) {
            report(second, List.of(engine("one", "gpu-0")), host(second * 80L * S));
        }
        assertEquals(List.of(""), ids());
    }

    @Test
    void whileDevicesAreReadTheirWindowsTakeTheHostsEnergy() {
        for (int second = 0; second <= 10; second++) {
            report(second, List.of(engine("one", "a")), device(second), host(second * 80L * S));
        }
        assertEquals(List.of("one"), ids());
        assertEquals(10, closed.getFirst().energyUj());
        assertEquals(10 * 80 * S, hostUj);
    }

    @Test
    void whileDevicesAreNotReadItIsNobodysAfterAPatientWait() {
        List<EngineDevices> engines = List.of(engine("one", "a"));
        report(0, engines, device(0), host(0));
        for (int second = 1; second <= 35; second++) {
            report(second, engines, host(second * 80L * S));
        }
        assertEquals(List.of(""), ids());
        assertEquals(30 * S, closed.getFirst().endUs());
        report(40, engines, device(77), host(40 * 80L * S));
        assertEquals(List.of("", "one"), ids());
        assertEquals(77, closed.getLast().energyUj(), "the devices' own joules were waited for");
        assertEquals(40 * 80 * S, hostUj, "the host's are all booked, each once");
    }

    private List<String> ids() {
        return closed.stream().map(ClosedWindow::engineId).toList();
    }

    private void report(int second, List<EngineDevices> engines, Reading... readings) {
        NodeReport report =
                new NodeReport(
                        new NodeReport.ReportKey("node", "boot", 1 + second),
                        second * S,
                        Arrays.asList(readings),
                        engines,
                        List.of(),
                        NodeReport.Place.UNKNOWN);
        var outcome = books.accept(report, POLICY);
        assertEquals(List.of(), outcome.doubted());
        books = outcome.books();
        closed.addAll(outcome.closed());
        hostUj += outcome.hosts().stream().mapToLong(NodeBooks.HostSlice::energyUj).sum();
    }

    private static Reading device(long rawUj) {
        return new Reading(SourceKey.device("a"), "nvml-counter", rawUj, 0, 1_000_000);
    }

    private static Reading host(long rawUj) {
        return new Reading(SourceKey.host("rapl"), "rapl", rawUj, 0, 0);
    }
}
