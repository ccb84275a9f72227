// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;
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
    void whatAGatewayCountedAndTheLedgerLacksIsUnexplained(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int completed) {
        Site site = new Site(new Random(seed), 2);
        for (int i = 0; i < completed; i++) {
            site.complete();
        }
        Counts lost = site.ledger.removeLast().counts();
        List<Line> lines = site.reconciled(new Tally(lost, Cause.UNEXPLAINED, Counts.NONE));
        for (Measure measure : Measure.OF_ENGINES) {
            long missed =
                    lines.stream()
                            .filter(line -> line.measure() == measure)
                            .mapToLong(line -> gateways(line, Cause.UNEXPLAINED))
                            .sum();
            assertEquals(lost.of(measure), missed, measure.text());
        }
    }

    private static long gateways(Line line, Cause cause) {
        return line.gatewaySide().getOrDefault(cause, 0L);
    }

    @Test
    void aLedgerThatBillsWhatNoEngineMadeIsUnexplained() {
        List<Line> lines = window(new Counts(1, 10, 0, 19), work(10, 900, 20));
        assertEquals(-1, sum(lines, Measure.OUTPUT_TOKENS, Cause.UNEXPLAINED));
        assertEquals(1, lines.stream().filter(line -> line.unexplained() > 0).count());
    }

    @Test
    void workInFlightExplainsNoMoreThanItCameTo() {
        List<Line> lines = window(new Counts(1, 20, 0, 35), work(10, 900, 20), work(500, 1_500, 9));
        assertEquals(9, sum(lines, Measure.OUTPUT_TOKENS, Cause.IN_FLIGHT));
        assertEquals(6, sum(lines, Measure.OUTPUT_TOKENS, Cause.UNEXPLAINED));
        assertEquals(0, sum(lines, Measure.PROMPT_TOKENS, Cause.UNEXPLAINED));
    }

    /** An engine's first second, at the end of which it has counted this much. */
    private static List<Line> window(Counts counted, Work... works) {
        Reading start = new Reading(0, 1, Counts.NONE, 0);
        Reading end = new Reading(1_000, 1, counted, 1);
        Span span = new Span(List.of(start, end), List.of(works), Tally.AGREED, 0);
        return EngineReconciliation.of(span, Carried.NOTHING).lines();
    }

    private static Work work(long startedUs, long endedUs, long output) {
        Counts counts = new Counts(1, 10, 0, output);
        return new Work(startedUs, OptionalLong.empty(), endedUs, counts, Work.Doubt.NONE);
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
