// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Meters;
import io.wattmill.contract.meter.v1.MeterReport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Three GPUs at 700 W, reported once a second by an agent whose clock somebody sets: every joule is
 * booked, and the books go on at the pace of the clock.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MeterClockTest {

    private static final long S = 1_000_000L;
    private static final long HOUR = 3_600 * S;
    private static final long WATTS = 700;
    private static final String BEHIND = "wattmill_meter_books_behind";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final BillingWorld world = BillingWorld.start();
    private final List<MeterReport> sent = new ArrayList<>();
    private String node = "";
    private String boot = "";
    private long sequence;
    private long bornUs;
    private long realUs;
    private long agentUs;

    /** A node of its own for each test. */
    @BeforeEach
    void born(TestInfo test) {
        node = test.getTestMethod().orElseThrow().getName();
        boot = "boot";
        sequence = 0;
        sent.clear();
        bornUs = world.clock.nowUs();
        realUs = bornUs;
        agentUs = bornUs;
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aClockThatIsSetBackAnHourLosesNoJouleAndNoWindow() {
        serve(20);
        agentUs -= HOUR;
        serve(20);
        assertMetered();
        assertWindowsEach(2 * S, 38);
        agentUs += HOUR;
        serve(20);
        assertMetered();
        assertEquals(realUs, booksUs(), "the clock is right again, and the books are");
        world.verify();
    }

    @Test
    void aClockThatIsADayAheadLosesNoneAndIsNotBelieved() {
        agentUs += 24 * HOUR;
        serve(20);
        assertMetered();
        assertEquals(realUs, booksUs());
        assertWindowsEach(2 * S, 19);
        agentUs -= 24 * HOUR;
        serve(20);
        assertMetered();
        assertEquals(realUs, booksUs());
        world.verify();
    }

    @Test
    void anAgentThatBeginsAgainWithAClockAnHourBehindLosesNone() {
        serve(20);
        begin(5 * 60, -HOUR);
        serve(20);
        assertMetered();
        assertWindowsEach(2 * S, 38);
        world.verify();
    }

    @Test
    void booksThatAreBehindAfterAStartAreSeen() {
        double before = world.seconds(BEHIND);
        serve(5);
        assertEquals(before, world.seconds(BEHIND), 0.001);
        begin(5 * 60, -HOUR);
        serve(2);
        assertEquals(before + 2 * 301, world.seconds(BEHIND), 0.001, "twice all that it was away");
    }

    @Test
    void aClockThatIsSetRightLetsNoJouleThroughThatCouldNotHaveBeenDrawn() {
        serve(5);
        agentUs -= HOUR;
        serve(5);
        agentUs += HOUR;
        wait(1);
        MeterReport.Builder report = sent.getLast().toBuilder();
        long tooMuchUj = 40 * 2_000 * S;
        report.getDevicesBuilder(0).setEnergyUj(usedUj(sent.getLast()) + tooMuchUj);
        world.report(List.of(report.build()))
                .forEach(ack -> assertTrue(ack.getRefusedReason().startsWith("gpu-0: ")));
        assertEquals(1, number("SELECT count(*) FROM meter_quarantine WHERE %s"));
    }

    @Test
    void aDayOfReportsThatWaitedLosesNoneThoughTheClockWasSetBackMeanwhile() {
        serve(5);
        wait(30);
        agentUs -= HOUR;
        wait(30);
        begin(60, -HOUR);
        wait(30);
        pass(24 * 3_600);
        world.report(sent.subList(5, sent.size()))
                .forEach(ack -> assertEquals("", ack.getRefusedReason()));
        serve(5);
        assertMetered();
        world.verify();
    }

    @Test
    void aClockThatIsSetBackWithBillingsOwnLosesNone() {
        serve(20);
        agentUs -= HOUR;
        world.clock.advance(Duration.ofHours(-1));
        serve(20);
        assertMetered();
        world.verify();
    }

    @Test
    void aRestartThatComesBackAfterMinutesIsNotTakenForAJump() {
        serve(5);
        begin(600, -595 * S);
        serve(5);
        assertMetered();
        world.verify();
    }

    @Test
    void reportsOfBothRunsThatComeAgainAreKnown() {
        serve(5);
        begin(1, -HOUR);
        serve(5);
        long totalUj = totalUj();
        world.report(sent);
        assertEquals(totalUj, totalUj());
        assertEquals(
                10,
                number("SELECT count(*) FROM meter_reading WHERE source_id = 'gpu-0' AND %s"),
                "each once");
        world.verify();
    }

    @Test
    void reportsOfAnEarlierRunThatComeAgainAreKnownThoughItsClockWasAhead() {
        agentUs += HOUR;
        serve(5);
        begin(1, -HOUR);
        serve(5);
        long totalUj = totalUj();
        world.report(sent);
        assertEquals(totalUj, totalUj());
        assertEquals(0, number("SELECT count(*) FROM meter_quarantine WHERE %s"));
        world.verify();
    }

    @Test
    void whatAnEngineCountedMovesWithTheBooks() {
        serve(5);
        agentUs -= HOUR;
        serve(5);
        assertEquals(booksUs(), number(us("SELECT read_at FROM engine_counter WHERE %s")));
        assertTrue(booksUs() >= bornUs + 9 * S, "the books' time, not the agent's");
    }

    /** Each report is on record, nothing is in doubt, and the meters show what was used. */
    private void assertMetered() {
        assertEquals(0, number("SELECT count(*) FROM meter_quarantine WHERE %s"));
        assertEquals(3 * usedUj(sent.getLast()) - 3 * usedUj(sent.getFirst()), totalUj());
    }

    /** None of the engine's windows is longer, and there are so many at least. */
    private void assertWindowsEach(long mostUs, long count) {
        String windows = "FROM energy_window WHERE engine_id <> '' AND %s";
        assertTrue(number("SELECT count(*) " + windows) >= count);
        assertTrue(
                number("SELECT max(extract(epoch FROM ended_at - started_at) * 1000000) " + windows)
                        <= mostUs);
    }

    private long totalUj() {
        return number("SELECT sum(total_uj) FROM meter_source WHERE %s");
    }

    private long booksUs() {
        return number(us("SELECT observed_at FROM meter_node WHERE %s"));
    }

    /** A number of this node, which the query's {@code %s} stands for. */
    private long number(String query) {
        return world.number(query.formatted("node_id = '" + node + "'"));
    }

    private static String us(String query) {
        return "SELECT extract(epoch FROM (" + query + ")) * 1000000";
    }

    private static long usedUj(MeterReport report) {
        return report.getDevices(0).getEnergyUj();
    }

    /** Reads and reports for so many seconds. */
    private void serve(int seconds) {
        for (int i = 0; i < seconds; i++) {
            wait(1);
            world.report(List.of(sent.getLast()))
                    .forEach(ack -> assertEquals("", ack.getRefusedReason()));
        }
    }

    /** Reads for so many seconds, and cannot report. */
    private void wait(int seconds) {
        for (int i = 0; i < seconds; i++) {
            pass(1);
            long countedUj = 5_000 + WATTS * (realUs - bornUs);
            MeterReport.Builder report =
                    Meters.report(++sequence, agentUs, countedUj, countedUj, countedUj)
                            .setNodeId(node)
                            .setBootId(boot);
            report.getEnginesBuilder(0).setReadAtUs(agentUs);
            sent.add(report.build());
        }
    }

    /** Begins again after so many seconds, with another clock. */
    private void begin(int seconds, long jumpUs) {
        pass(seconds);
        agentUs += jumpUs;
        boot = boot + "+";
        sequence = 0;
    }

    private void pass(int seconds) {
        realUs += seconds * S;
        agentUs += seconds * S;
        world.clock.advance(SECOND.multipliedBy(seconds));
    }
}
