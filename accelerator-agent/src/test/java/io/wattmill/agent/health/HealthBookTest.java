// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.device.DeviceAlarm.Channel;
import io.wattmill.agent.device.DeviceFacts;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class HealthBookTest {

    private static final String GPU = "GPU-a";
    private static final String OTHER = "GPU-b";
    private static final Duration CALM = Duration.ofMinutes(10);
    private static final Duration IDLE = Duration.ofSeconds(3);
    private static final Duration DRAIN = Duration.ofMinutes(10);
    private static final HealthRules RULES =
            new HealthRules(
                    Duration.ofSeconds(60).toNanos(),
                    CALM.toNanos(),
                    5,
                    3,
                    CALM.toNanos(),
                    IDLE.toNanos(),
                    DRAIN.toNanos(),
                    16);
    private static final Occupancy EMPTY = new Occupancy(Map.of(GPU, 0L, OTHER, 0L), 0, false);
    private static final Occupancy BUSY = new Occupancy(Map.of(GPU, 7L, OTHER, 2L), 9, false);

    private final HealthBook book = new HealthBook(XidTable.standard(), RULES);
    private final List<Happening> told = new ArrayList<>();
    private Duration now = Duration.ofHours(1);
    private long wallUs = 1_795_280_280_000_000L;

    private Moment moment() {
        return new Moment(now.toNanos(), wallUs);
    }

    private HealthBook.Outcome xid(long xid, Channel channel, String detail) {
        return alarm(new DeviceAlarm(GPU, xid, -1, channel, wallUs, detail));
    }

    private HealthBook.Outcome xid(long xid) {
        return xid(xid, Channel.KERNEL_LOG, "");
    }

    private HealthBook.Outcome alarm(DeviceAlarm alarm) {
        HealthBook.Outcome outcome = book.accept(alarm, moment());
        told.addAll(outcome.happenings());
        return outcome;
    }

    private HealthBook.Outcome action(long action) {
        return alarm(new DeviceAlarm(GPU, 154, action, Channel.RECOVERY_ACTION, wallUs, ""));
    }

    private void pass(Duration time, Occupancy occupancy) {
        told.addAll(book.tick(occupancy, moment()));
        now = now.plus(time);
        told.addAll(book.tick(occupancy, moment()));
    }

    private Fitness node() {
        return book.diagnosis().fitness();
    }

    private Fitness device() {
        return book.diagnosis().devices().stream()
                .filter(condition -> condition.deviceId().equals(GPU))
                .map(DeviceCondition::fitness)
                .findFirst()
                .orElse(Fitness.HEALTHY);
    }

    private List<String> codes() {
        return told.stream().map(Happening::code).toList();
    }

    @Example
    void drainsFirstAndGoesDownOnlyWhenNothingRunsThereAnyMore() {
        pass(Duration.ZERO, BUSY);
        xid(48);
        pass(Duration.ofMinutes(5), BUSY);
        assertEquals(Fitness.DRAINING, device());
        pass(Duration.ofSeconds(2), new Occupancy(Map.of(GPU, 0L, OTHER, 2L), 2, false));
        assertEquals(Fitness.DRAINING, device());
        pass(Duration.ofSeconds(1), new Occupancy(Map.of(GPU, 0L, OTHER, 2L), 2, false));
        assertEquals(Fitness.DOWN, device());
        assertEquals(Fitness.SUSPECT, node(), "the other GPU works on");
        assertEquals(List.of("xid.48", "device.draining", "device.down"), codes());
        assertTrue(told.getFirst().text().contains("reset the GPU"), told.getFirst().text());
    }

    @Example
    void waitsForWhatRunsOnItNoLongerThanTheTimeout() {
        pass(Duration.ZERO, BUSY);
        xid(48);
        pass(DRAIN.minusSeconds(1), BUSY);
        assertEquals(Fitness.DRAINING, device());
        pass(Duration.ofSeconds(1), BUSY);
        assertEquals(Fitness.DOWN, device());
    }

    @Example
    void comesBackOnProbationWhenItsDriverWasLoadedAgain() {
        pass(Duration.ZERO, EMPTY);
        xid(48);
        pass(IDLE, EMPTY);
        told.addAll(book.repaired(GPU, "its driver was loaded again", moment()));
        assertEquals(Fitness.RECOVERED, device());
        assertTrue(device().takesWork());
        pass(CALM.minusSeconds(1), EMPTY);
        assertEquals(Fitness.RECOVERED, device());
        pass(Duration.ofSeconds(1), EMPTY);
        assertEquals(Diagnosis.HEALTHY, book.diagnosis());
        assertEquals(
                List.of(
                        "xid.48",
                        "device.draining",
                        "device.down",
                        "device.recovered",
                        "device.healthy"),
                codes());
    }

    @Example
    void anOperatorsResumePutsItBackToWorkAndTheNextFaultOutAgain() {
        pass(Duration.ZERO, EMPTY);
        xid(79);
        assertEquals(Fitness.DRAINING, node());
        pass(IDLE, EMPTY);
        assertEquals(Fitness.DOWN, node());
        told.addAll(book.resume(moment()));
        assertEquals(Fitness.RECOVERED, node());
        xid(79);
        assertEquals(Fitness.DRAINING, node());
        assertTrue(told.getLast().text().contains("time 2"), told.getLast().text());
    }

    @Example
    void whatConcernsTheHostWaitsForTheWholeNode() {
        pass(Duration.ZERO, BUSY);
        xid(79);
        pass(IDLE, new Occupancy(Map.of(GPU, 0L, OTHER, 2L), 2, false));
        assertEquals(Fitness.DRAINING, node());
        pass(IDLE, EMPTY);
        assertEquals(Fitness.DOWN, node());
    }

    @Example
    void theNodeDrainsWhereNobodyKnowsWhatRunsOnTheDevice() {
        pass(Duration.ZERO, new Occupancy(Map.of(GPU, 0L, OTHER, 0L), 4, true));
        xid(48);
        assertEquals(Fitness.DRAINING, node());
        pass(IDLE, new Occupancy(Map.of(GPU, 0L, OTHER, 0L), 4, true));
        assertEquals(Fitness.DRAINING, node(), "four requests run, perhaps on it");
        pass(IDLE, new Occupancy(Map.of(GPU, 0L, OTHER, 0L), 0, true));
        assertEquals(Fitness.DOWN, node());
    }

    @Example
    void aDeviceThatIsDownAndThenConcernsTheHostDrainsTheRest() {
        Occupancy otherWorks = new Occupancy(Map.of(GPU, 0L, OTHER, 2L), 2, false);
        pass(Duration.ZERO, otherWorks);
        xid(48);
        pass(IDLE, otherWorks);
        assertEquals(Fitness.DOWN, device());
        xid(79);
        assertEquals(Fitness.DRAINING, node(), "two requests still run on the other");
        pass(IDLE, otherWorks);
        assertEquals(Fitness.DRAINING, node());
        pass(IDLE, EMPTY);
        assertEquals(Fitness.DOWN, node());
    }

    @Example
    void aDeviceThatNoReadingNamesTakesTheNodeWithIt() {
        pass(Duration.ZERO, EMPTY);
        alarm(new DeviceAlarm("0000:3b:00", 48, -1, Channel.KERNEL_LOG, wallUs, ""));
        assertEquals(Fitness.DRAINING, node());
    }

    @Example
    void aDeviceThatVanishesWhileItIsResetTakesNobodyWithIt() {
        pass(Duration.ZERO, EMPTY);
        xid(48);
        pass(IDLE, EMPTY);
        pass(IDLE, new Occupancy(Map.of(OTHER, 2L), 2, false));
        assertEquals(Fitness.DOWN, device());
        assertEquals(Fitness.SUSPECT, node());
    }

    @Example
    void theNodeIsDownWhenEveryDeviceIs() {
        Occupancy single = new Occupancy(Map.of(GPU, 0L), 0, false);
        pass(Duration.ZERO, single);
        xid(48);
        assertEquals(Fitness.DRAINING, node());
        pass(IDLE, single);
        assertEquals(Fitness.DOWN, node());
    }

    @Example
    void aDeviceThatItsDriverHasLostDrainsOnceAndComesBackWhenItIsFound() {
        ReadingAlarms readings = new ReadingAlarms();
        SourceFailure gone = new SourceFailure(FailureReason.LOST, "rc 15");
        DeviceReading silent = DeviceReading.silent(GPU, "H200", DeviceFacts.NONE, gone);
        DeviceReading speaks = new DeviceReading(GPU, "H200", Map.of());
        pass(Duration.ZERO, EMPTY);
        assertFalse(readings.isBack(speaks));
        readings.look(silent, wallUs).ifPresent(this::alarm);
        assertEquals(Fitness.DRAINING, device());
        assertEquals("driver.fault", told.getFirst().code());
        assertEquals(Optional.empty(), readings.look(silent, wallUs));
        assertFalse(readings.isBack(silent));
        assertTrue(readings.isBack(speaks));
    }

    @Example
    void aLostDeviceWhoseDriverFallsSilentOtherwiseIsNotBack() {
        ReadingAlarms readings = new ReadingAlarms();
        DeviceReading lost = silent(FailureReason.LOST);
        DeviceReading hangs = silent(FailureReason.TIMEOUT);
        assertTrue(readings.look(lost, wallUs).isPresent());
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.empty(), readings.look(hangs, wallUs));
            assertFalse(readings.isBack(hangs), "a call that hangs has found nothing");
            assertEquals(Optional.empty(), readings.look(lost, wallUs), "it is the same loss");
            assertFalse(readings.isBack(lost));
        }
        assertTrue(readings.isBack(new DeviceReading(GPU, "H200", Map.of())));
    }

    @Example
    void silenceDoesNotMakeTheLastXidNewsAgain() {
        ReadingAlarms readings = new ReadingAlarms();
        DeviceReading xid = new DeviceReading(GPU, "H200", Map.of(Quantity.XID, 31L));
        assertEquals(Optional.empty(), readings.look(xid, wallUs));
        assertEquals(Optional.empty(), readings.look(silent(FailureReason.TIMEOUT), wallUs));
        assertEquals(Optional.empty(), readings.look(xid, wallUs));
    }

    private static DeviceReading silent(FailureReason why) {
        return DeviceReading.silent(GPU, "H200", DeviceFacts.NONE, new SourceFailure(why, ""));
    }

    @Example
    void aRecoveryActionThatStandsAtTheFirstLookDrainsAndEachChangeIsToldOnce() {
        ReadingAlarms readings = new ReadingAlarms();
        pass(Duration.ZERO, EMPTY);
        List<Long> actions = new ArrayList<>();
        for (long action : new long[] {1, 1, 0, 0, 1}) {
            DeviceReading reading =
                    new DeviceReading(GPU, "H200", Map.of(Quantity.RECOVERY_ACTION, action));
            Optional<DeviceAlarm> alarm = readings.action(reading, wallUs);
            alarm.ifPresent(one -> actions.add(one.recoveryAction()));
            alarm.ifPresent(this::alarm);
            assertEquals(Optional.empty(), readings.action(silent(FailureReason.TIMEOUT), wallUs));
            if (actions.size() == 1) {
                assertEquals(Fitness.DRAINING, device());
            }
        }
        assertEquals(List.of(1L, 0L, 1L), actions);
    }

    private void rows(long pending, long failed) {
        DeviceReading reading =
                new DeviceReading(
                        GPU,
                        "H200",
                        Map.of(
                                Quantity.ROW_REMAP_PENDING, pending,
                                Quantity.ROW_REMAP_FAILED, failed));
        MemoryRows.of(reading)
                .map(rows -> book.rows(GPU, rows, moment()).happenings())
                .ifPresent(told::addAll);
    }

    private void repaired() {
        told.addAll(book.repaired(GPU, "its driver was loaded again", moment()));
    }

    @Example
    void aRowThatWaitsForAResetIsSuspectUntilItIsReplaced() {
        pass(Duration.ZERO, BUSY);
        rows(1, 0);
        assertEquals(Fitness.SUSPECT, device());
        assertEquals(
                "row remap pending, reset at the next idle",
                book.diagnosis().devices().getFirst().reason());
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofMinutes(5), BUSY);
            rows(1, 0);
        }
        assertEquals(Fitness.SUSPECT, device(), "it is a state, and not forgotten");
        rows(0, 0);
        pass(CALM, BUSY);
        assertEquals(Fitness.HEALTHY, device());
        assertEquals(List.of("device.suspect", "device.healthy"), codes());
    }

    @Example
    void aRowThatCouldNotBeReplacedDrainsAndCallsForReplacement() {
        pass(Duration.ZERO, BUSY);
        rows(0, 1);
        rows(1, 1);
        assertEquals(Fitness.DRAINING, device());
        assertEquals(Fitness.SUSPECT, node(), "the other GPU works on");
        assertEquals("row remap failed: call for replacement", told.getFirst().text());
        pass(IDLE, EMPTY);
        assertEquals(Fitness.DOWN, device());
        assertEquals(List.of("device.draining", "device.down"), codes());
    }

    @Example
    void noResetHelpsADeviceWhoseRowsFailedButAnotherInItsPlaceDoes() {
        pass(Duration.ZERO, EMPTY);
        xid(48);
        rows(0, 1);
        assertTrue(
                told.getLast().text().endsWith("; row remap failed: call for replacement"),
                told.getLast().text());
        repaired();
        action(0);
        assertEquals(Fitness.DRAINING, device());
        rows(0, 0);
        assertEquals(Fitness.RECOVERED, device());
    }

    @Example
    void anOperatorMayPutADeviceWhoseRowsFailedToWorkAgain() {
        pass(Duration.ZERO, EMPTY);
        rows(0, 1);
        book.resume(moment());
        rows(0, 1);
        assertEquals(Fitness.RECOVERED, device());
    }

    @Example
    void rowsThatAreNotToldOrWholeSayNothing() {
        pass(Duration.ZERO, EMPTY);
        rows(0, 0);
        assertEquals(Optional.empty(), MemoryRows.of(new DeviceReading(GPU, "H200", Map.of())));
        assertEquals(Diagnosis.HEALTHY, book.diagnosis());
        assertTrue(told.isEmpty());
    }

    @Property(tries = 200)
    void whatATenantDoesWrongNeverDrains(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 5) Integer> which,
            @ForAll @IntRange(min = 1, max = 90) int secondsBetween) {
        long[] tenants = {13, 31, 32, 43, 45, 69};
        HealthBook fresh = new HealthBook(XidTable.standard(), RULES);
        long nanos = Duration.ofHours(1).toNanos();
        int pid = 1;
        for (int index : which) {
            String detail = "pid=" + pid++ + ", name=python";
            Moment at = new Moment(nanos, wallUs);
            fresh.tick(EMPTY, at);
            fresh.accept(
                    new DeviceAlarm(GPU, tenants[index], -1, Channel.KERNEL_LOG, wallUs, detail),
                    at);
            assertTrue(fresh.diagnosis().fitness().takesWork());
            assertTrue(fresh.diagnosis().devices().stream().allMatch(c -> c.fitness().takesWork()));
            nanos += Duration.ofSeconds(secondsBetween).toNanos();
        }
    }

    @Example
    void theSameFaultOfThreeProgramsIsSuspiciousAndOfOneIsNot() {
        pass(Duration.ZERO, EMPTY);
        for (int i = 0; i < 9; i++) {
            xid(31, Channel.KERNEL_LOG, "pid=12, name=python, Ch 00000008");
            now = now.plusSeconds(1);
        }
        assertEquals(Fitness.HEALTHY, device());
        xid(31, Channel.KERNEL_LOG, "pid='13', name=python, Ch 00000008");
        assertEquals(Fitness.HEALTHY, device());
        xid(31, Channel.KERNEL_LOG, "pid=14, name=python, Ch 00000008");
        assertEquals(Fitness.SUSPECT, device());
    }

    @Example
    void aFaultThatIsOnlyWatchedCalmsDownAndAgainAndAgainDrains() {
        pass(Duration.ZERO, EMPTY);
        xid(63);
        assertEquals(Fitness.SUSPECT, device());
        pass(CALM, EMPTY);
        assertEquals(Fitness.HEALTHY, device());
        for (int i = 0; i < 4; i++) {
            xid(63);
            pass(Duration.ofSeconds(90), EMPTY);
        }
        assertEquals(Fitness.SUSPECT, device());
        xid(63);
        assertEquals(Fitness.DRAINING, device());
    }

    @Example
    void oneFaultThatThreeChannelsTellIsOneFault() {
        pass(Duration.ZERO, EMPTY);
        assertTrue(xid(48, Channel.DRIVER_EVENT, "").news());
        now = now.plusMillis(40);
        assertFalse(xid(48, Channel.KERNEL_LOG, "pid=12, DBE").news());
        now = now.plusSeconds(30);
        assertFalse(xid(48, Channel.GAUGE, "").news());
        now = now.plusSeconds(31);
        assertTrue(xid(48, Channel.KERNEL_LOG, "").news(), "a minute later it is another");
    }

    @Example
    void twoFaultsOfWhichOneChannelMissedOneAreTwo() {
        pass(Duration.ZERO, EMPTY);
        assertTrue(xid(31, Channel.KERNEL_LOG, "pid=1").news());
        assertFalse(xid(31, Channel.DRIVER_EVENT, "").news());
        assertTrue(xid(31, Channel.KERNEL_LOG, "pid=1").news());
        assertTrue(xid(32, Channel.DRIVER_EVENT, "").news(), "another XID");
    }

    @Example
    void anEchoThatSaysWorseThanTheFirstWordsCounts() {
        pass(Duration.ZERO, EMPTY);
        xid(149, Channel.DRIVER_EVENT, "");
        assertEquals(Fitness.SUSPECT, device());
        assertFalse(xid(149, Channel.KERNEL_LOG, "NETIR_LINK_EVT Fatal XC0 i0 Link 00").news());
        assertEquals(Fitness.DRAINING, device());
    }

    @Example
    void anEchoAfterTheRepairDrainsNothing() {
        pass(Duration.ZERO, EMPTY);
        xid(48);
        pass(IDLE, EMPTY);
        book.repaired(GPU, "its driver was loaded again", moment());
        xid(48, Channel.GAUGE, "");
        assertEquals(Fitness.RECOVERED, device());
    }

    @Example
    void whatTheDriverAsksForGoesBeforeTheTable() {
        pass(Duration.ZERO, EMPTY);
        action(1);
        assertEquals(Fitness.DRAINING, device());
        assertTrue(told.getLast().text().contains("reset the GPU"));
        pass(IDLE, EMPTY);
        assertEquals(Fitness.DOWN, device());
        action(0);
        assertEquals(Fitness.RECOVERED, device());
        action(2);
        assertEquals(Fitness.DRAINING, node());
        assertTrue(book.diagnosis().reason().contains("reboot the host"));
    }

    @Example
    void aStormIsAFewLinesAndStillSaysHowMany() {
        pass(Duration.ZERO, EMPTY);
        for (int i = 0; i < 11_760; i++) {
            xid(45);
            now = now.plusMillis(1);
        }
        assertEquals(14, told.size());
        assertTrue(told.getLast().text().endsWith("(time 8192)"), told.getLast().text());
        assertEquals(Fitness.HEALTHY, device());
    }

    @Example
    void remembersNoMoreDevicesThanItMay() {
        for (int i = 0; i < 16; i++) {
            alarm(new DeviceAlarm("GPU-" + i, 63, -1, Channel.KERNEL_LOG, wallUs, ""));
        }
        assertTrue(alarm(new DeviceAlarm("one more", 63, -1, Channel.GAUGE, wallUs, "")).refused());
    }

    /** Which verdicts may follow which; the same one may always follow. */
    private static final Map<Fitness, Set<Fitness>> EDGES =
            Map.of(
                    Fitness.HEALTHY, Set.of(Fitness.SUSPECT, Fitness.DRAINING),
                    Fitness.SUSPECT, Set.of(Fitness.HEALTHY, Fitness.DRAINING),
                    Fitness.DRAINING, Set.of(Fitness.DOWN, Fitness.RECOVERED),
                    Fitness.DOWN, Set.of(Fitness.RECOVERED, Fitness.DRAINING),
                    Fitness.RECOVERED, Set.of(Fitness.HEALTHY, Fitness.SUSPECT, Fitness.DRAINING));

    @Property(tries = 300)
    void walksOnlyAllowedWaysHoweverTheWallClockJumps(
            @ForAll @Size(max = 80) List<@IntRange(max = 11) Integer> steps,
            @ForAll long clockSeed) {
        HealthBook fresh = new HealthBook(XidTable.standard(), RULES);
        long nanos = Duration.ofHours(1).toNanos();
        long jumpingUs = clockSeed;
        Fitness before = Fitness.HEALTHY;
        for (int step : steps) {
            jumpingUs = jumpingUs * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            Moment at = new Moment(nanos, jumpingUs);
            switch (step) {
                case 0 -> fresh.accept(alarm(48, -1, at), at);
                case 1 -> fresh.accept(alarm(63, -1, at), at);
                case 2 -> fresh.accept(alarm(79, -1, at), at);
                case 3 -> fresh.accept(alarm(154, 1, at), at);
                case 4 -> fresh.accept(alarm(154, 0, at), at);
                case 5 -> fresh.resume(at);
                case 6 -> fresh.repaired(GPU, "reset", at);
                case 7, 8 -> fresh.tick(BUSY, at);
                default -> fresh.tick(EMPTY, at);
            }
            Fitness after =
                    fresh.diagnosis().devices().stream()
                            .map(DeviceCondition::fitness)
                            .findFirst()
                            .orElse(Fitness.HEALTHY);
            assertTrue(
                    after == before || EDGES.getOrDefault(before, Set.of()).contains(after),
                    before + "→" + after);
            before = after;
            nanos += Duration.ofSeconds(step == 11 ? 700 : 2).toNanos();
        }
    }

    private static DeviceAlarm alarm(long xid, long action, Moment at) {
        return new DeviceAlarm(GPU, xid, action, Channel.DRIVER_EVENT, at.epochUs(), "");
    }
}
