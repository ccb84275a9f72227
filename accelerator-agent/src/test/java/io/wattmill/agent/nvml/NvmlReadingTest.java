// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.device.DevicePart;
import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.Glance;
import io.wattmill.agent.device.PowerBasis;
import io.wattmill.agent.device.PowerBasis.Averaging;
import io.wattmill.agent.device.PowerBasis.Scope;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.testing.StubDriver;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

class NvmlReadingTest {

    private static final long A_MINUTE = 60_000;

    /** Batches of fields that a first look reads: one for each pace. */
    private static final int LOOK = 3;

    /** At one each 10 ms and a look each 50 ms. */
    private static final int GLANCES = 4;

    private static final int UNINITIALIZED = 1;
    private static final int NOT_SUPPORTED = 3;
    private static final int NO_PERMISSION = 4;
    private static final int UNKNOWN = 999;

    @TempDir Path folder = Path.of("");

    @Test
    void readsWhatADeviceSaysInOurUnits() {
        try (DriverRig rig = new DriverRig(StubDriver.build(folder))) {
            DeviceReading gpu = DriverRig.gpu(rig.seen(), 1);

            assertEquals("NVIDIA Stub H200", gpu.modelName());
            assertEquals("00000000:3C:00.0", gpu.facts().busId());
            assertEquals(101_000, gpu.orZero(Quantity.POWER_MW));
            assertEquals(100_500, gpu.orZero(Quantity.POWER_AVERAGE_MW));
            assertEquals(40_000, gpu.orZero(Quantity.MEMORY_POWER_MW));
            assertEquals(5_000_001_000L, gpu.orZero(Quantity.ENERGY_UJ));
            assertEquals(700_000, gpu.orZero(Quantity.POWER_CAP_MW));
            assertEquals(200_000, gpu.orZero(Quantity.POWER_CAP_MIN_MW));
            assertEquals(41, gpu.orZero(Quantity.TEMPERATURE_C));
            assertEquals(52, gpu.orZero(Quantity.MEMORY_TEMPERATURE_C));
            assertEquals(46, gpu.orZero(Quantity.TEMPERATURE_MARGIN_C));
            assertEquals(-8, gpu.orZero(Quantity.SHUTDOWN_MARGIN_C));
            assertEquals(-2, gpu.orZero(Quantity.SLOWDOWN_MARGIN_C));
            assertEquals(OptionalLong.of(0), gpu.value(Quantity.GPU_MAX_MARGIN_C));
            assertEquals(174, gpu.orZero(Quantity.PCIE_NAKS_RECEIVED));
            assertEquals(302, gpu.orZero(Quantity.ROWS_INACTIVE_UNCORRECTABLE));
            assertEquals(215, gpu.orZero(Quantity.NVLINK_RECOVERY_EVENTS));
            assertEquals(370_000, gpu.orZero(Quantity.UTILIZATION_PPM));
            assertEquals(143_771, gpu.orZero(Quantity.MEMORY_MIB));
            assertEquals(1_000, gpu.orZero(Quantity.MEMORY_USED_MIB));
            assertEquals(1_980, gpu.orZero(Quantity.SM_CLOCK_MHZ));
            assertEquals(3_201, gpu.orZero(Quantity.MEMORY_CLOCK_MHZ));
            assertEquals(4, gpu.orZero(Quantity.THROTTLE_REASONS));
            assertEquals(7 * 1_024, gpu.orZero(Quantity.NVLINK_SENT_BYTES));
            assertEquals(18, gpu.orZero(Quantity.NVLINK_LINKS));
            assertEquals(17, gpu.orZero(Quantity.NVLINK_LINKS_UP));
            assertEquals(5, gpu.orZero(Quantity.PCIE_GENERATION));
            assertEquals(new PowerBasis(Scope.BOARD, Averaging.INSTANT), gpu.facts().basis());
        }
    }

    @Test
    void readsTheMetersBetweenTwoLooksByItself() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen();
            Await.until(() -> driver.fieldReads(1) == LOOK + GLANCES, "as many as fit between");
            DeviceScan.Seen scan = rig.seen();

            List<Glance> glances = scan.before(StubDriver.uuid(1));
            assertEquals(GLANCES, glances.size());
            for (int i = 0; i < GLANCES; i++) {
                assertEquals(OptionalLong.of(101_000), glances.get(i).powerMw());
                assertEquals(OptionalLong.of(5_000_001_000L), glances.get(i).energyUj());
                long before = i == 0 ? 0 : glances.get(i - 1).atNanos();
                assertTrue(glances.get(i).atNanos() - before > 0);
            }
        }
    }

    @Test
    void keepsWhatItHasReadBetweenForTheLookAfterOneThatWasTooLate() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = DriverRig.within("1s", driver)) {
            rig.seen();
            Await.until(() -> driver.fieldReads(1) == LOOK + GLANCES, "as many as fit between");
            long before = System.nanoTime();
            driver.hang(1, A_MINUTE);
            DeviceScan.Seen tooLate = rig.seen();
            assertTrue(DriverRig.gpu(tooLate, 1).silence().isPresent());
            assertEquals(List.of(), tooLate.before(StubDriver.uuid(1)));
            driver.hang(1, 0);
            DeviceScan.Seen scan = rig.seen(seen -> DriverRig.gpu(seen, 1).silence().isEmpty());

            List<Glance> glances = scan.before(StubDriver.uuid(1));
            assertEquals(GLANCES, glances.stream().filter(it -> it.atNanos() < before).count());
            for (int i = 1; i < glances.size(); i++) {
                assertTrue(glances.get(i).atNanos() > glances.get(i - 1).atNanos());
            }
        }
    }

    @Test
    void takesAnOldDriverForWhatItOffersAndSaysWhatItLacks() {
        try (DriverRig rig = new DriverRig(StubDriver.buildOld(folder))) {
            DeviceReading gpu = DriverRig.gpu(rig.seen(), 0);

            assertEquals(100_000, gpu.orZero(Quantity.POWER_MW));
            assertEquals(5_000_000_000L, gpu.orZero(Quantity.ENERGY_UJ));
            assertEquals(41, gpu.orZero(Quantity.TEMPERATURE_C));
            assertEquals(4, gpu.orZero(Quantity.THROTTLE_REASONS));
            assertEquals(143_771, gpu.orZero(Quantity.MEMORY_MIB));
            assertEquals(PowerBasis.UNSAID, gpu.facts().basis());
            assertEquals(OptionalLong.empty(), gpu.value(Quantity.POWER_INSTANT_MW));
            assertEquals(FailureReason.UNSUPPORTED, gpu.absent().get(Quantity.POWER_INSTANT_MW));
        }
    }

    @Test
    void neverTakesTheOutValueOfARefusedCall() {
        StubDriver driver = StubDriver.build(folder);
        driver.field(186, 0, UNKNOWN);
        driver.field(185, 0, NO_PERMISSION);
        driver.fail("nvmlDeviceGetPowerUsage", UNKNOWN);
        try (DriverRig rig = new DriverRig(driver)) {
            DeviceReading gpu = DriverRig.gpu(rig.seen(), 0);

            assertTrue(gpu.value(Quantity.POWER_MW).isEmpty());
            assertEquals(FailureReason.OTHER, gpu.absent().get(Quantity.POWER_MW));
            assertEquals(FailureReason.FORBIDDEN, gpu.absent().get(Quantity.POWER_AVERAGE_MW));
            assertEquals(5_000_000_000L, gpu.orZero(Quantity.ENERGY_UJ));
        }
    }

    @Test
    void aFieldThatIsOnlyShownSilencesNoDevice() {
        StubDriver driver = StubDriver.build(folder);
        driver.field(302, 0, UNINITIALIZED);
        try (DriverRig rig = new DriverRig(driver)) {
            DeviceReading gpu = DriverRig.gpu(rig.seen(), 0);

            assertEquals(Optional.empty(), gpu.silence());
            assertTrue(gpu.value(Quantity.ROWS_INACTIVE_UNCORRECTABLE).isEmpty());
            assertEquals(301, gpu.orZero(Quantity.ROWS_INACTIVE_CORRECTABLE));
        }
    }

    @Test
    void asksAgainForWhatFailedOnceAndWasNotRefusedForGood() {
        StubDriver driver = StubDriver.build(folder);
        driver.field(82, 0, UNKNOWN);
        try (DriverRig rig = new DriverRig(driver)) {
            assertTrue(DriverRig.gpu(rig.seen(), 0).value(Quantity.MEMORY_TEMPERATURE_C).isEmpty());
            driver.field(82, 0, 0);

            DeviceReading gpu = DriverRig.gpu(rig.seen(), 0);
            assertEquals(52, gpu.orZero(Quantity.MEMORY_TEMPERATURE_C));
            assertTrue(!gpu.absent().containsKey(Quantity.MEMORY_TEMPERATURE_C));
        }
    }

    @Test
    void asksAgainAfterAWhileForWhatWasRefusedForGood() {
        StubDriver driver = StubDriver.build(folder);
        driver.field(82, 0, NOT_SUPPORTED);
        driver.fail("nvmlDeviceGetUtilizationRates", NOT_SUPPORTED);
        FakeTicker ticker = new FakeTicker();
        try (DriverRig rig = new DriverRig(driver, ticker)) {
            assertFalse(tellsBoth(rig.seen()));
            driver.field(82, 0, 0);
            driver.fail("nvmlDeviceGetUtilizationRates", 0);
            ticker.advance(Duration.ofMinutes(10).minusSeconds(1));
            assertFalse(tellsBoth(rig.seen()), "it is not asked for with each look");

            ticker.advance(Duration.ofSeconds(1));
            assertTrue(tellsBoth(rig.seen()));
        }
    }

    private static boolean tellsBoth(DeviceScan.Seen scan) {
        DeviceReading gpu = DriverRig.gpu(scan, 0);
        return gpu.value(Quantity.MEMORY_TEMPERATURE_C).isPresent()
                && gpu.value(Quantity.UTILIZATION_PPM).isPresent();
    }

    @Test
    void asksAgainWhenADeviceIsNoLongerDivided() {
        StubDriver driver = StubDriver.build(folder);
        driver.mig(0, 1);
        driver.field(82, 0, NOT_SUPPORTED);
        driver.fail("nvmlDeviceGetUtilizationRates", NOT_SUPPORTED);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen(scan -> DriverRig.gpu(scan, 0).facts().parts().size() == 1);
            assertFalse(tellsBoth(rig.seen()));
            driver.field(82, 0, 0);
            driver.fail("nvmlDeviceGetUtilizationRates", 0);
            driver.mig(0, 0);

            rig.seen(NvmlReadingTest::tellsBoth);
        }
    }

    @Test
    void readsTheModuleWhereTheBoardHasNoFigureAndLabelsIt() {
        StubDriver driver = StubDriver.build(folder);
        driver.field(186, 0, NOT_SUPPORTED);
        driver.field(186, 1, 0);
        try (DriverRig rig = new DriverRig(driver)) {
            DeviceReading gpu = DriverRig.gpu(rig.seen(), 0);

            assertEquals(100_000, gpu.orZero(Quantity.POWER_MW));
            assertEquals("instant, module", gpu.facts().basis().text());
        }
    }

    @Test
    void listsMigInstancesAndFollowsTheirReconfiguration() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = new DriverRig(driver)) {
            assertEquals(List.of(), DriverRig.gpu(rig.seen(), 0).facts().parts());
            driver.mig(0, 2);
            rig.seen(scan -> DriverRig.gpu(scan, 0).facts().parts().size() == 2);

            DeviceReading gpu = DriverRig.gpu(rig.seen(), 0);
            assertEquals(
                    List.of(
                            new DevicePart("MIG-stub-100", 1, 0, 18_000),
                            new DevicePart("MIG-stub-102", 3, 0, 18_000)),
                    gpu.facts().parts());
            assertEquals(1, gpu.orZero(Quantity.MIG_MODE));
            assertEquals(100_000, gpu.orZero(Quantity.POWER_MW));

            driver.mig(0, 0);
            rig.seen(scan -> DriverRig.gpu(scan, 0).facts().parts().isEmpty());
        }
    }

    @Test
    void namesProcessesByTheirGpuOrInstance() {
        StubDriver driver = StubDriver.build(folder);
        driver.processes(0, 20);
        driver.mig(1, 1);
        driver.processes(1, 1);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen();
            DeviceProcesses said = rig.nvml.processes().processes().toCompletableFuture().join();

            assertTrue(said.complete());
            List<DeviceProcess> processes = said.processes();
            assertEquals(21, processes.size());
            assertEquals(new DeviceProcess(StubDriver.uuid(0), 1_000, 0), processes.get(0));
            assertEquals(new DeviceProcess(StubDriver.uuid(0), 1_001, 4_096), processes.get(1));
            assertEquals(new DeviceProcess("MIG-stub-100", 1_000, 0), processes.get(20));
        }
    }

    @Test
    void namesProcessesWhileALookIsOut() {
        StubDriver driver = StubDriver.build(folder);
        driver.processes(0, 1);
        driver.processes(1, 1);
        try (DriverRig rig = new DriverRig(driver, it -> it.replace(": 300ms", ": 10s"))) {
            rig.seen();
            driver.hang(0, A_MINUTE);
            CompletableFuture<DeviceScan> look = rig.nvml.devices().scan().toCompletableFuture();
            CompletableFuture<DeviceProcesses> asked =
                    rig.nvml.processes().processes().toCompletableFuture();
            assertFalse(look.isDone());
            driver.hang(0, 0);

            assertTrue(asked.join().complete());
            assertEquals(2, asked.join().processes().size());
        }
    }

    @Test
    void saysWhenTheDriverHasNotSpokenForEveryDevice() {
        StubDriver driver = StubDriver.build(folder);
        driver.processes(0, 1);
        driver.processes(1, 1);
        try (DriverRig rig = DriverRig.within("3s", driver)) {
            rig.seen();
            driver.hang(0, A_MINUTE);
            DeviceProcesses said = rig.nvml.processes().processes().toCompletableFuture().join();

            assertFalse(said.complete());
            assertEquals(
                    List.of(StubDriver.uuid(1)),
                    said.processes().stream().map(DeviceProcess::deviceId).toList());
            driver.hang(0, 0);
        }
    }
}
