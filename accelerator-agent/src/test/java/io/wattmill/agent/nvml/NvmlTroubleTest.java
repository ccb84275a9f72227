// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.agent.testing.StubDriver;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

class NvmlTroubleTest {

    private static final long A_MINUTE = 60_000;
    private static final int INVALID_ARGUMENT = 2;
    private static final int NO_PERMISSION = 4;
    private static final int DRIVER_NOT_LOADED = 9;
    private static final int LOST = 15;
    private static final int RESET_REQUIRED = 16;

    @TempDir Path folder = Path.of("");

    @Test
    void aHostWithoutADriverSaysSoAndNothingElse() {
        try (DriverRig rig = new DriverRig("libno-such-driver.so.1")) {
            assertEquals(FailureReason.ABSENT, unseen(rig).reason());
        }
    }

    @Test
    void aDriverThatIsNotLoadedIsFoundOnceItIs() {
        StubDriver driver = StubDriver.build(folder);
        driver.fail("nvmlInit_v2", DRIVER_NOT_LOADED);
        try (DriverRig rig = new DriverRig(driver)) {
            assertEquals(FailureReason.ABSENT, unseen(rig).reason());
            driver.fail("nvmlInit_v2", 0);

            assertEquals(2, rig.seen().devices().size());
        }
    }

    @Test
    void aMissingPermissionIsNamed() {
        StubDriver driver = StubDriver.build(folder);
        driver.fail("nvmlInit_v2", NO_PERMISSION);
        try (DriverRig rig = new DriverRig(driver)) {
            assertEquals(
                    "forbidden: nvmlInit_v2: no permission (this process needs /dev/nvidia*)",
                    unseen(rig).text());
        }
    }

    @Test
    void aCallThatHangsForAMinuteStallsNothingButItsOwnDevice() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = DriverRig.within("3s", driver)) {
            rig.seen();
            driver.hang(0, A_MINUTE);
            rig.scan();
            long before = System.nanoTime();
            driver.power(1, 222_000);
            for (int i = 0; i < 20; i++) {
                DeviceScan.Seen scan = assertInstanceOf(DeviceScan.Seen.class, rig.scan());
                DeviceReading hung = DriverRig.gpu(scan, 0);
                assertEquals(FailureReason.TIMEOUT, hung.silence().orElseThrow().reason());
                assertTrue(hung.values().isEmpty());
                assertEquals(222_000, DriverRig.gpu(scan, 1).orZero(Quantity.POWER_MW));
            }
            assertTrue(
                    System.nanoTime() - before < Duration.ofSeconds(20).toNanos(),
                    "each look waited for it");

            driver.hang(0, 0);
            rig.seen(scan -> DriverRig.gpu(scan, 0).silence().isEmpty());
        }
    }

    @Test
    void aCallThatNeverReturnsIsLeftToItselfAndTriedAnewWithinBounds() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig =
                new DriverRig(
                        driver,
                        it ->
                                it.replace("timeout: 10s", "timeout: 300ms")
                                        .replace("patience: 20s", "patience: 500ms"))) {
            rig.seen();
            driver.hang(0, A_MINUTE);
            Await.until(() -> looks(rig) && abandoned(rig) == 1, "one call was abandoned");
            Await.until(() -> looks(rig) && limited(rig) > 0, "no second one was");
            assertEquals(1, abandoned(rig));

            driver.hang(0, 0);
            rig.seen(scan -> DriverRig.gpu(scan, 0).silence().isEmpty());

            long openings = driver.openings();
            driver.lost(1, LOST);
            Await.until(() -> looks(rig) && driver.openings() > openings, "opened again");
        }
    }

    @Test
    void aWaitForEventsThatHangsLeavesNothingBehindHoweverOftenADeviceIsLost() {
        StubDriver driver = StubDriver.build(folder);
        driver.hangEvents(A_MINUTE);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen();
            Await.until(() -> driver.waiting() == 1, "somebody waits for events");
            driver.lost(1, LOST);
            Await.until(() -> looks(rig) && held(rig) >= 3, "it should have been opened anew");

            assertEquals(1, driver.openings());
            assertEquals(1, driver.waiting());
            rig.seen(seen -> DriverRig.gpu(seen, 0).silence().isEmpty());

            driver.hangEvents(0);
            Await.until(() -> looks(rig) && driver.openings() > 1, "it was opened anew");
            driver.lost(1, 0);
            rig.seen(seen -> DriverRig.gpu(seen, 1).silence().isEmpty());
            assertEquals(1, driver.opened());
            driver.event(1, 0x8, 79);
            Await.until(() -> !rig.alarms.isEmpty(), "events are heard again");
        }
    }

    @Test
    void aSessionThatWasKeptForAWaitThatHungIsOpenedAnewOnceItReturns() {
        StubDriver driver = StubDriver.build(folder);
        driver.hangEvents(A_MINUTE);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen();
            Await.until(() -> driver.waiting() == 1, "somebody waits for events");
            driver.lost(1, LOST);
            Await.until(() -> rig.scan() instanceof DeviceScan.Unseen, "the session is ending");
            driver.lost(1, 0);
            Await.until(() -> held(rig) == 1, "it is kept, for somebody is inside");
            rig.seen(seen -> DriverRig.gpu(seen, 1).silence().isEmpty());
            assertEquals(1, driver.openings());

            driver.hangEvents(0);
            Await.until(() -> looks(rig) && driver.openings() > 1, "it was opened anew");
            driver.event(1, 0x8, 79);
            Await.until(() -> !rig.alarms.isEmpty(), "events are heard again");
        }
    }

    @Test
    void nothingIsTakenAwayFromUnderACall() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = new DriverRig(driver)) {
            NvmlOpening opening =
                    new NvmlOpening(
                            () -> NvmlLibrary.load(rig.config.library()),
                            rig.config,
                            rig.config.laneLimits(0),
                            Ticker.system(),
                            new NvmlMetrics(rig.metrics),
                            new NvmlAlarms(Clock.system()));
            NvmlSession session =
                    assertInstanceOf(NvmlOpening.Outcome.Open.class, opening.open()).session();
            driver.hang(0, A_MINUTE);
            assertFalse(session.lanes().getFirst().look().isDone());
            assertFalse(session.close());
            assertEquals(1, driver.opened());

            driver.hang(0, 0);
            Await.until(session::close, "it is closed once the call has returned");
            assertEquals(0, driver.opened());
        }
    }

    @Test
    void aHandleThatMeansNothingAnyMoreIsFoundAnew() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen();
            driver.fail("nvmlDeviceGetFieldValues", INVALID_ARGUMENT);
            Await.until(() -> looks(rig) && driver.openings() > 1, "opened again");
            driver.fail("nvmlDeviceGetFieldValues", 0);

            rig.seen(scan -> DriverRig.gpu(scan, 0).silence().isEmpty());
        }
    }

    @Test
    void aLostDeviceIsSilentWithItsReasonWhileTheOtherGoesOn() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen();
            driver.lost(0, LOST);
            DeviceScan.Seen scan = rig.seen(seen -> DriverRig.gpu(seen, 0).silence().isPresent());

            assertEquals(
                    FailureReason.LOST, DriverRig.gpu(scan, 0).silence().orElseThrow().reason());
            assertEquals(101_000, DriverRig.gpu(scan, 1).orZero(Quantity.POWER_MW));

            driver.lost(0, 0);
            rig.seen(seen -> DriverRig.gpu(seen, 0).silence().isEmpty());
        }
    }

    @Test
    void aLostDeviceLeavesTheOthersTheirNumbers() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen();
            driver.lost(0, LOST);
            DeviceScan.Seen scan =
                    rig.seen(
                            seen ->
                                    driver.openings() > 1
                                            && DriverRig.gpu(seen, 1).silence().isEmpty());

            assertEquals(1, DriverRig.gpu(scan, 1).facts().number().orElseThrow());
            assertEquals(0, DriverRig.gpu(scan, 0).facts().number().orElseThrow());
        }
    }

    @Test
    void anOpeningThatThrowsIsTriedAgain() {
        AtomicBoolean ill = new AtomicBoolean(true);
        try (DriverRig rig =
                new DriverRig(StubDriver.build(folder), it -> it.replace(": 64", ": 2"))) {
            rig.metrics.config().meterFilter(throwing("wattmill_limit_hits", ill));
            Await.until(
                    () -> unseen(rig).detail().equals("the opening failed, see the log"),
                    "it failed");
            ill.set(false);

            assertEquals(2, rig.seen().devices().size());
        }
    }

    @Test
    void aThreadOutlivesWhatIsThrownOnIt() {
        CallThread thread = new CallThread("thrown-on", Ticker.system());
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        thread.submit(
                () -> {
                    throw new LinkageError("for a test");
                });
        thread.submit(() -> next.complete(true));

        Await.until(next::isDone, "the next job");
        thread.leave();
    }

    private static MeterFilter throwing(String metric, AtomicBoolean ill) {
        return new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                if (ill.get() && id.getName().equals(metric)) {
                    throw new LinkageError("for a test");
                }
                return MeterFilterReply.NEUTRAL;
            }
        };
    }

    @Test
    void aDeviceThatNeedsAResetIsTakenUpAgainAfterIt() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen();
            driver.lost(1, RESET_REQUIRED);
            rig.seen(seen -> DriverRig.gpu(seen, 1).silence().isPresent());
            Await.until(() -> looks(rig) && driver.openings() > 1, "it was opened again");
            driver.lost(1, 0);

            rig.seen(seen -> DriverRig.gpu(seen, 1).silence().isEmpty());
        }
    }

    @Test
    void aReloadedDriverIsOpenedAgainAndItsCounterStartsAnew() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen();
            driver.fail("nvmlDeviceGetFieldValues", 1);
            driver.energy(0, 7);
            Await.until(() -> looks(rig) && driver.openings() > 1, "it was opened again");
            driver.fail("nvmlDeviceGetFieldValues", 0);

            DeviceScan.Seen scan = rig.seen(seen -> DriverRig.gpu(seen, 0).silence().isEmpty());
            assertEquals(7_000, DriverRig.gpu(scan, 0).orZero(Quantity.ENERGY_UJ));
        }
    }

    @Test
    void aDeviceThatIsLostBeforeTheFirstLookIsFoundOnceItIsBack() {
        StubDriver driver = StubDriver.build(folder);
        driver.lost(0, LOST);
        try (DriverRig rig = new DriverRig(driver)) {
            assertEquals(1, rig.seen().devices().size());
            driver.lost(0, 0);

            rig.seen(seen -> seen.devices().size() == 2);
        }
    }

    @Test
    void aDriverThatHangsWhileItOpensIsNotWaitedFor() {
        StubDriver driver = StubDriver.build(folder);
        driver.hang(0, A_MINUTE);
        try (DriverRig rig = DriverRig.within("3s", driver)) {
            assertEquals(FailureReason.TIMEOUT, unseen(rig).reason());
            long before = System.nanoTime();
            assertTrue(unseen(rig).detail().startsWith("the driver has not opened for"));
            assertTrue(System.nanoTime() - before < Duration.ofSeconds(3).toNanos());
            driver.hang(0, 0);

            assertEquals(2, rig.seen().devices().size());
        }
    }

    @Test
    void aDriverThatListsNoDeviceIsAskedAgain() {
        StubDriver driver = StubDriver.build(folder);
        driver.gpus(0);
        try (DriverRig rig = new DriverRig(driver)) {
            assertEquals("absent: the driver lists no device", noDevice(rig).text());
            driver.gpus(2);
            assertEquals(2, rig.seen().devices().size());
        }
    }

    private static SourceFailure unseen(DriverRig rig) {
        return assertInstanceOf(DeviceScan.Unseen.class, rig.scan()).failure();
    }

    private static SourceFailure noDevice(DriverRig rig) {
        SourceFailure[] last = new SourceFailure[1];
        Await.until(
                () -> {
                    last[0] = unseen(rig);
                    return last[0].reason() == FailureReason.ABSENT;
                },
                "an answer");
        return last[0];
    }

    private static boolean looks(DriverRig rig) {
        rig.scan();
        return true;
    }

    private static double abandoned(DriverRig rig) {
        return rig.metrics.find("wattmill_agent_driver_calls_abandoned").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static double held(DriverRig rig) {
        return rig.metrics.counter("wattmill_agent_driver_openings_held").count();
    }

    private static double limited(DriverRig rig) {
        return rig.metrics.find("wattmill_limit_hits").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
