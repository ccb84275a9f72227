// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

final class NodeBooksTest {

    private static final long S = 1_000_000L;
    private static final Plausibility PLAUSIBLE = new Plausibility(1_000_000, 2 * S);
    private static final MeterPolicy POLICY = new MeterPolicy(PLAUSIBLE, PLAUSIBLE, 10 * S, 30 * S);
    private static final Coefficients COEFFICIENTS =
            coefficients(10, 20, new Coefficients.Step(60, 4), 30, 400);
    private static final Coefficients HALF =
            coefficients(5, 10, new Coefficients.Step(30, 2), 15, 200);

    @Test
    void theFirstReadingCountsNothing() {
        var outcome = new NodeBooks(Map.of()).accept(report(0, reading("a", 5_000_000)), POLICY);
        assertEquals(0, outcome.counted().getFirst().totalUj());
    }

    @Test
    void aValueBelowTheLastIsAResetAndCountsWhole() {
        Counter counter = Counter.first(1_000_000, 0);
        Counter.Step step = counter.advance(300, S, PLAUSIBLE);
        assertEquals(300, assertInstanceOf(Counter.Counted.class, step).deltaUj());
    }

    @Test
    void whatNoDeviceCanDrawIsDoubtedUntilTheNextReadingFitsIt() {
        Counter counter = Counter.first(0, 0);
        Counter.Step jump = counter.advance(1_000_000_000_000L, S, PLAUSIBLE);
        assertInstanceOf(Counter.Doubted.class, jump);
        Counter.Step next = jump.next().advance(1_000_000_000_700L, 2 * S, PLAUSIBLE);
        assertEquals(700, assertInstanceOf(Counter.Counted.class, next).deltaUj());
    }

    @Test
    void aSpikeIsForgottenWhenTheCounterIsBack() {
        Counter counter = Counter.first(1_000, 0);
        Counter.Step spike = counter.advance(1_000_000_000_000L, S, PLAUSIBLE);
        Counter.Step back = spike.next().advance(1_500, 2 * S, PLAUSIBLE);
        assertEquals(500, back.next().totalUj());
    }

    /** 1 MW for 200 days is more microjoules than 64 bits hold. */
    @Test
    void aMeterThatWasSilentForMonthsIsJudgedAndItsTotalStaysOne() {
        Plausibility large = new Plausibility(1_000_000_000, 2 * S);
        long atUs = 200 * 86_400 * S;
        assertEquals(Long.MAX_VALUE, large.mostUj(atUs));
        Counter counter = Counter.first(0, 0).advance(700, S, large).next();
        Counter.Step most = counter.advance(Long.MAX_VALUE - 1, atUs, large);
        assertEquals(Long.MAX_VALUE - 1, most.next().totalUj());
        Counter.Step reset = most.next().advance(5, 2 * atUs, large);
        assertInstanceOf(Counter.Doubted.class, reset, "no total is larger");
    }

    @Test
    void negativeCountersAreDoubted() {
        assertInstanceOf(Counter.Doubted.class, Counter.first(0, 0).advance(-1, S, PLAUSIBLE));
        var outcome = new NodeBooks(Map.of()).accept(report(0, reading("a", -1)), POLICY);
        assertEquals(1, outcome.doubted().size());
        assertTrue(outcome.books().sources().isEmpty());
    }

    @Test
    void aWindowClosesAtTheFirstReportThatIsLateEnough() {
        NodeBooks books = new NodeBooks(Map.of());
        List<ClosedWindow> closed = new ArrayList<>();
        for (int second = 0; second <= 25; second += 5) {
            var outcome =
                    books.accept(
                            report(
                                    second * S,
                                    reading("a", second * 100L),
                                    reading("b", second * 7L)),
                            POLICY);
            books = outcome.books();
            closed.addAll(outcome.closed());
        }
        assertEquals(List.of(10 * S, 20 * S), closed.stream().map(ClosedWindow::endUs).toList());
        assertEquals(
                List.of("engine", "engine"), closed.stream().map(ClosedWindow::engineId).toList());
        assertEquals(10 * 107, closed.getFirst().energyUj());
    }

    @Test
    void aDeviceWithoutAnEngineHasWindowsOfItsOwn() {
        NodeBooks books =
                new NodeBooks(Map.of()).accept(report(0, reading("spare", 0)), POLICY).books();
        ClosedWindow window =
                books.accept(report(10 * S, reading("spare", 42)), POLICY).closed().getFirst();
        assertEquals("", window.engineId());
        assertEquals(42, window.energyUj());
    }

    @Test
    void aSilentDeviceHoldsAWindowUpForAWhileAndLosesNothing() {
        NodeBooks books =
                new NodeBooks(Map.of())
                        .accept(report(0, reading("a", 0), reading("b", 0)), POLICY)
                        .books();
        var waiting = books.accept(report(20 * S, reading("a", 100)), POLICY);
        assertEquals(List.of(), waiting.closed());
        var without = waiting.books().accept(report(30 * S, reading("a", 150)), POLICY);
        assertEquals(150, without.closed().getFirst().energyUj());
        var again =
                without.books().accept(report(40 * S, reading("a", 160), reading("b", 77)), POLICY);
        assertEquals(87, again.closed().stream().mapToLong(ClosedWindow::energyUj).sum());
    }

    @Test
    void theJoulesOfADeviceThatWasSilentAreOfAllItsSilence() {
        NodeBooks books =
                new NodeBooks(Map.of())
                        .accept(report(0, reading("a", 0), reading("b", 0)), POLICY)
                        .books();
        books = books.accept(report(30 * S, reading("a", 150)), POLICY).books();
        var back = books.accept(report(35 * S, reading("a", 155), reading("b", 70)), POLICY);
        assertEquals(List.of(), back.closed(), "the others' window is not cut short");
        var both = back.books().accept(report(40 * S, reading("a", 160), reading("b", 77)), POLICY);
        ClosedWindow silent = both.closed().getFirst();
        ClosedWindow other = both.closed().getLast();
        assertEquals(2, both.closed().size());
        assertEquals(List.of("b"), devices(silent));
        assertEquals(List.of(0L, 77L), List.of(silent.startUs(), silent.energyUj()));
        assertEquals(List.of("a"), devices(other));
        assertEquals(List.of(30 * S, 10L), List.of(other.startUs(), other.energyUj()));
        var together =
                both.books().accept(report(50 * S, reading("a", 170), reading("b", 87)), POLICY);
        assertEquals(List.of("a", "b"), devices(together.closed().getFirst()));
    }

    @Test
    void aDeviceThatWasSilentTakesOfTheHostWhatItUsedSinceTheHostWasCut() {
        NodeBooks books =
                new NodeBooks(Map.of())
                        .accept(report(0, reading("a", 0), reading("b", 0), host(0)), POLICY)
                        .books();
        var without = books.accept(report(30 * S, reading("a", 150), host(500)), POLICY);
        assertEquals(500, without.hosts().getFirst().energyUj());
        Reading[] back = {reading("a", 160), reading("b", 80), host(530)};
        var both = without.books().accept(report(40 * S, back), POLICY);
        // b's 80 are of 40 s, so 20 of the last ten.
        assertEquals(
                List.of(20L, 10L),
                both.hosts().stream().map(NodeBooks.HostSlice::energyUj).toList());
    }

    @Test
    void aWindowHasTheJoulesOfTheDevicesThatWereMeasured() {
        NodeBooks books =
                new NodeBooks(Map.of())
                        .accept(report(0, reading("a", 0), reading("b", 0)), POLICY)
                        .books();
        var all = books.accept(report(10 * S, reading("a", 50), reading("b", 50)), POLICY);
        assertEquals(COEFFICIENTS, all.closed().getFirst().coefficients());
        var half = all.books().accept(report(40 * S, reading("a", 150)), POLICY);
        assertEquals(HALF, half.closed().getFirst().coefficients());
        NodeBooks unseen =
                new NodeBooks(Map.of()).accept(report(0, reading("a", 0)), POLICY).books();
        var known = unseen.accept(report(10 * S, reading("a", 50)), POLICY);
        assertEquals(HALF, known.closed().getFirst().coefficients());
    }

    private static Coefficients coefficients(
            long prefill, long decode, Coefficients.Step step, long read, long base) {
        return new Coefficients(
                prefill, decode, Optional.of(step), read, base, Coefficients.Origin.UNTOLD);
    }

    private static List<String> devices(ClosedWindow window) {
        return window.devices().stream().map(ClosedWindow.DeviceSlice::deviceId).toList();
    }

    @Test
    void aWindowHasTheWorstQualityOfItsReadings() {
        NodeBooks books =
                new NodeBooks(Map.of()).accept(report(0, reading("a", 0)), POLICY).books();
        Reading poor = new Reading(SourceKey.device("a"), "dcgm-counter", 5, 0, 900_000);
        books = books.accept(report(5 * S, poor), POLICY).books();
        assertEquals(
                900_000,
                books.accept(report(10 * S, reading("a", 9)), POLICY)
                        .closed()
                        .getFirst()
                        .qualityPpm());
    }

    @Property
    void windowsAndTheOpenRestTelescopeToTheMeter(@ForAll long seed) {
        Random random = new Random(seed);
        NodeBooks books = new NodeBooks(Map.of());
        long atUs = 0;
        long closedUj = 0;
        long[] raw = new long[3];
        for (int i = 0; i < 60; i++) {
            atUs += 1 + random.nextLong(7 * S);
            List<Reading> readings = new ArrayList<>();
            for (int device = 0; device < raw.length; device++) {
                raw[device] =
                        random.nextInt(20) == 0
                                ? random.nextInt(1_000)
                                : raw[device] + random.nextInt(2_000_000);
                if (random.nextInt(5) > 0) {
                    long shown = random.nextInt(30) == 0 ? Long.MAX_VALUE : raw[device];
                    readings.add(reading("abc".substring(device, device + 1), shown));
                }
            }
            var outcome = books.accept(report(atUs, readings.toArray(Reading[]::new)), POLICY);
            closedUj += outcome.closed().stream().mapToLong(ClosedWindow::energyUj).sum();
            books = outcome.books();
        }
        long openUj = books.sources().values().stream().mapToLong(Source::openUj).sum();
        long meterUj =
                books.sources().values().stream().mapToLong(s -> s.counter().totalUj()).sum();
        assertEquals(meterUj, closedUj + openUj);
    }

    private static Reading reading(String device, long rawUj) {
        return new Reading(SourceKey.device(device), "dcgm-counter", rawUj, 0, 1_000_000);
    }

    private static Reading host(long rawUj) {
        return new Reading(SourceKey.host("rapl"), "rapl", rawUj, 0, 1_000_000);
    }

    private static NodeReport report(long atUs, Reading... readings) {
        EngineDevices engine = new EngineDevices("engine", List.of("a", "b"), COEFFICIENTS);
        return new NodeReport(
                new NodeReport.ReportKey("node", "boot", 1 + atUs),
                atUs,
                IntStream.range(0, readings.length).mapToObj(i -> readings[i]).toList(),
                List.of(engine),
                List.of(),
                NodeReport.Place.UNKNOWN);
    }
}
