// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.meter.NewestReport.Next;
import io.wattmill.billing.meter.NewestReport.Overtaken;
import io.wattmill.billing.meter.NewestReport.Run;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.List;
import java.util.Map;
import java.util.Random;

final class NewestReportTest {

    private static final long S = 1_000_000L;
    private static final long HOUR = 3_600 * S;
    private static final long YEAR = 365 * 24 * HOUR;
    private static final long LEAD = 30 * S;
    private static final long T0 = 1_795_280_280L * S;
    private static final NewestReport NEWEST = new NewestReport("boot-1", 7, T0, T0);

    private static final Plausibility PLAUSIBLE = new Plausibility(2_000_000, 2 * S);
    private static final Plausibility PLAUSIBLE_HOST = new Plausibility(20_000_000, 2 * S);
    private static final MeterPolicy POLICY =
            new MeterPolicy(PLAUSIBLE, PLAUSIBLE_HOST, 10 * S, 30 * S);
    private static final long DEVICE_WATTS = 700;

    /** All that is plausible, so that every second that is not allowed for is missed. */
    private static final long HOST_WATTS = 20_000;

    @Example
    void followsTheAgentsClockWhileThatGoesOn() {
        assertEquals(new Next(T0 + S, 0), turn(NEWEST, Run.NEWEST, 8, T0 + S, T0 + S));
    }

    @Example
    void goesOnWhereItIsWhenTheClockWasSetBackAndThenAsFastAsIt() {
        long backUs = T0 - HOUR + S;
        assertEquals(new Next(T0 + 1, LEAD + S - 1), turn(NEWEST, Run.NEWEST, 8, backUs, T0 + S));
        NewestReport after = new NewestReport("boot-1", 8, backUs, T0 + 1);
        assertEquals(new Next(T0 + 1 + S, 0), turn(after, Run.NEWEST, 9, backUs + S, T0 + 2 * S));
    }

    @Example
    void isTheAgentsClockAgainOnceThatIsRight() {
        NewestReport behind = new NewestReport("boot-1", 8, T0 - HOUR, T0);
        assertEquals(
                new Next(T0 + S, LEAD),
                turn(behind, Run.NEWEST, 9, T0 + S, T0 + S),
                "the hour that it was behind did not pass");
    }

    @Example
    void waitsForBillingsClockWhenThatWasSetBackToo() {
        NewestReport behind = new NewestReport("boot-1", 8, T0 - HOUR, T0);
        assertEquals(
                new Next(T0 + 1, S - 1), turn(behind, Run.NEWEST, 9, T0 - HOUR + S, T0 - HOUR + S));
    }

    @Example
    void believesNoClockThatIsFarAhead() {
        assertEquals(
                new Next(T0 + S, LEAD),
                turn(NEWEST, Run.NEWEST, 8, T0 + HOUR + S, T0 + S),
                "billing's own, which tells that no hour passed");
        assertEquals(new Next(T0 + S, LEAD), turn(NEWEST, Run.NEWEST, 8, T0 + 73 * YEAR, T0 + S));
        NewestReport none = new NewestReport("", 0, 0, 0);
        assertEquals(new Next(T0, LEAD), turn(none, Run.NEW, 1, T0 + HOUR, T0));
    }

    @Example
    void takesANewRunWhateverItsClockSays() {
        assertEquals(
                new Next(T0 + 1, LEAD + 60 * S - 1),
                turn(NEWEST, Run.NEW, 1, T0 - HOUR, T0 + 60 * S));
    }

    @Example
    void knowsWhatComesAgainAndWhatIsLate() {
        assertInstanceOf(Overtaken.class, turn(NEWEST, Run.NEWEST, 7, T0, T0 + S));
        assertInstanceOf(Overtaken.class, turn(NEWEST, Run.NEWEST, 6, T0 + S, T0 + S));
        assertInstanceOf(Overtaken.class, turn(NEWEST, Run.EARLIER, 99, T0 - S, T0 + S));
    }

    /**
     * A device and a host that draw power, an agent that is started again at times, and clocks that
     * anybody sets, by years too: every reading is counted, the books never go back, and a counter
     * may grow by no more than billing's own clock allows.
     */
    @Property(tries = 200)
    void losesNoJouleByAClock(@ForAll long seed) {
        Random random = new Random(seed);
        NodeBooks books = new NodeBooks(Map.of());
        NewestReport newest = new NewestReport("", 0, 0, 0);
        long realUs = T0;
        long agentUs = T0;
        long sequence = 0;
        long firstUs = -1;
        int boot = 1;
        for (int i = 0; i < 80; i++) {
            long passedUs = random.nextInt(20) == 0 ? random.nextLong(HOUR) : S;
            realUs += passedUs;
            agentUs = Math.clamp(agentUs + passedUs + jump(random), T0 - 6 * YEAR, T0 + 73 * YEAR);
            boolean again = random.nextInt(10) == 0;
            boot += again ? 1 : 0;
            sequence = again ? 1 : sequence + 1;
            long saidUs = again ? agentUs : said(newest, agentUs, passedUs);
            NodeReport report = report("boot-" + boot, sequence, saidUs, realUs - T0);
            Run run = report.key().bootId().equals(newest.bootId()) ? Run.NEWEST : Run.NEW;
            Next next = assertInstanceOf(Next.class, newest.turn(report, run, realUs, LEAD));
            assertTrue(next.atUs() > newest.atUs());
            assertTrue(next.atUs() <= Math.max(newest.atUs() + 1, realUs + LEAD));
            long mostUs = Math.max(1, realUs + LEAD - newest.atUs()) + LEAD;
            assertTrue(next.atUs() - newest.atUs() + next.slackUs() <= mostUs);
            var outcome = books.accept(report.at(next.atUs()), POLICY.and(next.slackUs()));
            assertEquals(List.of(), outcome.doubted());
            books = outcome.books();
            firstUs = firstUs < 0 ? realUs : firstUs;
            newest = new NewestReport(report.key().bootId(), sequence, saidUs, next.atUs());
        }
        long totalUj =
                books.sources().values().stream().mapToLong(a -> a.counter().totalUj()).sum();
        assertEquals((DEVICE_WATTS + HOST_WATTS) * (realUs - firstUs), totalUj);
    }

    /** As agents do: what is told of a run grows no slower than time passes, or not at all. */
    private static long said(NewestReport newest, long agentUs, long passedUs) {
        return agentUs - newest.saidAtUs() >= passedUs
                ? agentUs
                : Math.min(agentUs, newest.saidAtUs());
    }

    private static long jump(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> -random.nextLong(24 * HOUR);
            case 1 -> random.nextLong(24 * HOUR);
            case 2 -> -random.nextLong(15 * S);
            case 3 -> random.nextLong(73 * YEAR);
            case 4 -> -random.nextLong(73 * YEAR);
            default -> 0;
        };
    }

    private static NewestReport.Turn turn(
            NewestReport newest, Run run, long sequence, long saidUs, long nowUs) {
        return newest.turn(report("boot-1", sequence, saidUs, 0), run, nowUs, LEAD);
    }

    /** Watts x microseconds are microjoules. */
    private static NodeReport report(String boot, long sequence, long saidUs, long ranUs) {
        Reading device =
                new Reading(
                        SourceKey.device("a"),
                        "nvml-counter",
                        DEVICE_WATTS * ranUs,
                        700_000,
                        1_000_000);
        Reading host =
                new Reading(SourceKey.host("rapl"), "rapl", HOST_WATTS * ranUs, 0, 1_000_000);
        return new NodeReport(
                new NodeReport.ReportKey("node", boot, sequence),
                saidUs,
                List.of(device, host),
                List.of(),
                List.of(),
                NodeReport.Place.UNKNOWN);
    }
}
