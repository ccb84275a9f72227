// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/** Engines that really count, under random work. */
final class EngineReconciliationTest {

    private static final int WINDOWS = 8;

    @Property(tries = 300)
    void explainsWhateverServingAbortingAndDyingLeaves(
            @ForAll long seed,
            @ForAll @IntRange(max = 30) int completed,
            @ForAll @IntRange(max = 8) int aborted,
            @ForAll @IntRange(max = 3) int deaths) {
        Site site = new Site(new Random(seed), WINDOWS);
        for (int i = 0; i < deaths; i++) {
            site.die();
        }
        for (int i = 0; i < completed; i++) {
            site.complete();
        }
        for (int i = 0; i < aborted; i++) {
            site.abort();
        }
        for (Line line : site.reconciled(Tally.AGREED)) {
            assertEquals(0, line.unexplained(), line::toString);
            assertEquals(0, of(line, Cause.FOREIGN), line::toString);
        }
    }

    @Property(tries = 300)
    void namesForeignTrafficToTheToken(
            @ForAll long seed,
            @ForAll @IntRange(max = 30) int completed,
            @ForAll @IntRange(min = 1, max = 5) int strange) {
        Site site = new Site(new Random(seed), WINDOWS);
        Counts foreign = Counts.NONE;
        for (int i = 0; i < completed; i++) {
            site.complete();
        }
        for (int i = 0; i < strange; i++) {
            foreign = foreign.plus(site.foreign());
        }
        List<Line> lines = site.reconciled(Tally.AGREED);
        for (Measure measure : Measure.OF_ENGINES) {
            assertEquals(foreign.of(measure), sum(lines, measure, Cause.FOREIGN), measure.text());
            assertEquals(0, sum(lines, measure, Cause.UNEXPLAINED), measure.text());
        }
    }

    @Property(tries = 100)
    void whatAGatewayCountedAndTheLedgerLacksIsUnexplainedAndNotForeign(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int completed) {
        Site site = new Site(new Random(seed), 1);
        for (int i = 0; i < completed; i++) {
            site.complete();
        }
        Counts lost = site.ledger.removeLast().counts();
        List<Line> lines = site.reconciled(new Tally(lost, Cause.UNEXPLAINED, Counts.NONE));
        long unexplained = lines.stream().mapToLong(Line::unexplained).sum();
        assertTrue(unexplained >= lost.output() + lost.prompt(), lines::toString);
    }

    @Test
    void aLedgerThatBillsWhatNoEngineMadeIsUnexplained() {
        Reading nothing = new Reading(0, 1, Counts.NONE, 0);
        Reading less = new Reading(1_000, 1, new Counts(1, 10, 0, 19), 0);
        Work billed = new Work(10, 900, new Counts(1, 10, 0, 20), Work.Doubt.NONE);
        List<Line> lines =
                EngineReconciliation.lines(
                        new Span(List.of(nothing, less), List.of(billed), Tally.AGREED, 0),
                        java.util.Map.of());
        assertEquals(-1, sum(lines, Measure.OUTPUT_TOKENS, Cause.UNEXPLAINED));
        assertEquals(1, lines.stream().filter(line -> line.unexplained() > 0).count());
    }

    @Test
    void whatWasPutDownToWorkInFlightIsMissedUnlessItEndsOnTheLedger() {
        Reading start = new Reading(0, 1, Counts.NONE, 0);
        Reading middle = new Reading(1_000, 1, new Counts(0, 10, 0, 15), 1);
        Reading end = new Reading(2_000, 1, new Counts(1, 10, 0, 15), 0);
        Work crossing = new Work(500, 1_500, new Counts(1, 10, 0, 9), Work.Doubt.NONE);
        var first =
                EngineReconciliation.lines(
                        new Span(List.of(start, middle), List.of(crossing), Tally.AGREED, 0),
                        java.util.Map.of());
        // 15 tokens were made, at most 9 of them for the one request that ran.
        assertEquals(9, sum(first, Measure.OUTPUT_TOKENS, Cause.IN_FLIGHT));
        assertEquals(6, sum(first, Measure.OUTPUT_TOKENS, Cause.UNEXPLAINED));
        assertEquals(2_000, end.atUs());
    }

    private static long sum(List<Line> lines, Measure measure, Cause cause) {
        return lines.stream()
                .filter(line -> line.measure() == measure)
                .mapToLong(line -> of(line, cause))
                .sum();
    }

    private static long of(Line line, Cause cause) {
        return line.sourceSide().getOrDefault(cause, 0L);
    }
}
