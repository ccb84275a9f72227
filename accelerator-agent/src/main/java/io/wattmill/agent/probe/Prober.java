// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.HostScan;
import io.wattmill.agent.nvml.DriverFindings;
import io.wattmill.agent.nvml.DriverFindings.GpuFindings;
import io.wattmill.agent.nvml.NvmlConfig;
import io.wattmill.agent.nvml.NvmlProbe;
import io.wattmill.agent.probe.ProbeReport.Host;
import io.wattmill.agent.rapl.RaplConfig;
import io.wattmill.agent.rapl.RaplHost;
import io.wattmill.agent.smi.SmiConfig;
import io.wattmill.agent.smi.SmiSource;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks at everything once. Blocks, within the bounds of each source. */
public final class Prober {

    private static final Path KERNEL_LOG = Path.of("/dev/kmsg");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final String TOTAL = "MemTotal:";
    private static final int KIB_PER_MIB = 1024;

    private final NvmlConfig nvml;
    private final SmiConfig smi;
    private final RaplConfig rapl;
    private final EngineProbe engines;
    private final int calls;

    /**
     * @param engines what looks for engines
     * @param calls how often each reading is made to find what it costs
     */
    public Prober(NvmlConfig nvml, SmiConfig smi, RaplConfig rapl, EngineProbe engines, int calls) {
        this.nvml = nvml;
        this.smi = smi;
        this.rapl = rapl;
        this.engines = engines;
        this.calls = calls;
    }

    /** What is there. */
    public ProbeReport look() {
        DriverFindings driver = new NvmlProbe(nvml, calls, Ticker.system()).look();
        Optional<DeviceScan> otherwise = driver.failure().map(_ -> smi());
        return new ProbeReport(
                host(), driver, otherwise, engines(driver.gpus()), meters(), kernelLog());
    }

    private EngineFindings engines(List<GpuFindings> gpus) {
        List<DeviceReading> devices = gpus.stream().map(GpuFindings::reading).toList();
        List<DeviceProcess> computing =
                gpus.stream().flatMap(gpu -> gpu.processes().stream()).toList();
        return engines.look(devices, DeviceProcesses.all(computing));
    }

    private DeviceScan smi() {
        try (SmiSource source = new SmiSource(smi, Clock.system(), Ticker.system())) {
            return source.scan().toCompletableFuture().join();
        }
    }

    private HostScan meters() {
        try (RaplHost source = new RaplHost(rapl)) {
            return source.scan().toCompletableFuture().join();
        }
    }

    private static Optional<String> kernelLog() {
        if (!Files.exists(KERNEL_LOG)) {
            return Optional.of(KERNEL_LOG + " is not there");
        }
        return Files.isReadable(KERNEL_LOG)
                ? Optional.empty()
                : Optional.of(KERNEL_LOG + " needs read permission (CAP_SYSLOG)");
    }

    private static Host host() {
        return new Host(
                text(HOST_NAME).strip(), Runtime.getRuntime().availableProcessors(), memoryMib());
    }

    private static long memoryMib() {
        return text(MEMORY)
                        .lines()
                        .filter(line -> line.startsWith(TOTAL))
                        .map(line -> line.replaceAll("\\D", ""))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(0)
                / KIB_PER_MIB;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
