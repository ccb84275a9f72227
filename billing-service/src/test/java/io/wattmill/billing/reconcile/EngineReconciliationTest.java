// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.billing.reconcile.Work.Doubt;

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
        Site site = busy(seed, completed, aborted, deaths);
        explainsAll(site.reconciled(Tally.AGREED));
    }

    /** An hour of a busy engine has millions of attempts: only those near its ends are kept. */
    @Property(tries = 300)
    void theSumOfWhatRanInsideSaysWhatEachOfItWouldSay(
            @ForAll long seed,
            @ForAll @IntRange(max = 40) int completed,
            @ForAll @IntRange(max = 20) int aborted,
            @ForAll @IntRange(max = 2) int deaths) {
        Site site = busy(seed, completed, aborted, deaths);
        site.guess(3);
        for (List<Span> ways : site.inTwoWays()) {
            assertEquals(figures(ways.getLast()), figures(ways.getFirst()));
        }
    }

    private static Site busy(long seed, int completed, int aborted, int deaths) {
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
        return site;
    }

    private static List<Object> figures(Span span) {
        return Measure.OF_ENGINES.stream()
                .<Object>map(
                        measure ->
                                List.of(
                                        span.onLedger(),
                                        span.aheadAtStart(measure),
                                        span.aheadAtEnd(measure),
                                        span.waste(measure),
                                        span.estimates(measure),
                                        span.lost(measure),
                                        span.cutsThroughWork(),
                                        span.lacksCounterOfRequests(),
                                        span.hasStrangersInFlight()))
                .toList();
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

    @Test
    void anAttemptThatIsInFlightIsNotTakenForOneThatItsEngineLetGoOf() {
        Doubt doubt = new Doubt(Counts.NONE, false, true);
        Work leaving = new Work(500, OptionalLong.empty(), 1_500, new Counts(1, 10, 0, 9), doubt);
        List<Line> lines = window(new Counts(1, 20, 0, 35), work(10, 900, 20), leaving);
        assertEquals(6, sum(lines, Measure.OUTPUT_TOKENS, Cause.UNEXPLAINED));
        assertEquals(0, sum(lines, Measure.OUTPUT_TOKENS, Cause.FOREIGN));
    }

    /**
     * Its engine fails it at 5,000, where it is read, and its gateway notices that a tick later.
     */
    @Test
    void anAttemptThatAnEngineLetGoOfIsMissedByNobodyWhileAGatewayHasItOpen() {
        Reading start = new Reading(4_000, 1, new Counts(1, 310, 30, 53), 0);
        Reading cut = new Reading(5_000, 1, new Counts(1, 727, 368, 62), 0);
        Reading end = new Reading(6_000, 1, cut.counts(), 0);
        Doubt doubt = new Doubt(new Counts(0, 0, 417, 51), false, true);
        Counts known = new Counts(1, 417, 0, 9);
        List<Work> works = List.of(new Work(4_570, OptionalLong.empty(), 5_001, known, doubt));
        Reconciled first =
                EngineReconciliation.of(span(List.of(start, cut), works), Carried.NOTHING);
        Reconciled second =
                EngineReconciliation.of(span(List.of(cut, end), works), first.carried());
        explainsAll(first.lines());
        explainsAll(second.lines());
    }

    private static void explainsAll(List<Line> lines) {
        for (Line line : lines) {
            assertEquals(0, line.unexplained(), line::toString);
            assertEquals(0, of(line, Cause.FOREIGN), line::toString);
        }
    }

    /** An engine's first second, at the end of which it has counted this much. */
    private static List<Line> window(Counts counted, Work... works) {
        Reading start = new Reading(0, 1, Counts.NONE, 0);
        Reading end = new Reading(1_000, 1, counted, 1);
        Span span = span(List.of(start, end), List.of(works));
        return EngineReconciliation.of(span, Carried.NOTHING).lines();
    }

    private static Span span(List<Reading> readings, List<Work> works) {
        return new Span(readings, Site.worked(readings, works), Tally.AGREED, 0);
    }

    private static Work work(long startedUs, long endedUs, long output) {
        Counts counts = new Counts(1, 10, 0, output);
        return new Work(startedUs, OptionalLong.empty(), endedUs, counts, Doubt.NONE);
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
