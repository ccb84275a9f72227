// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.nvml.DriverFindings.GpuFindings;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.kit.time.Ticker;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks once at everything that the driver library offers and times it. Blocks, within bounds: each
 * device has a thread of its own here too.
 */
public final class NvmlProbe {

    private static final long XID_EVENTS = 0x8;
    private static final int GPM_VERSION = 1;
    private static final int GPM_BYTES = 8;

    private final NvmlConfig config;
    private final int calls;
    private final Ticker ticker;

    /**
     * @param calls how often each reading is made to find what it costs
     */
    public NvmlProbe(NvmlConfig config, int calls, Ticker ticker) {
        this.config = config;
        this.calls = calls;
        this.ticker = ticker;
    }

    /** What is there. */
    public DriverFindings look() {
        SourceFailure hung = new SourceFailure(FailureReason.TIMEOUT, "the driver does not open");
        Opening opening = within("nvml-probe", this::open, new Opening.Refused(hung));
        return switch (opening) {
            case Opening.Refused(SourceFailure why) ->
                    new DriverFindings(Optional.of(why), "", "", 0, List.of());
            case Opening.Open(NvmlLibrary library, var gpus, String driver, String version) ->
                    new DriverFindings(
                            Optional.empty(),
                            driver,
                            version,
                            NvmlOpening.count(library, config.maxDevices()),
                            gpus.stream().map(gpu -> bounded(library, gpu)).toList());
        };
    }

    private sealed interface Opening {

        record Open(NvmlLibrary library, List<GpuIdentity> gpus, String driver, String version)
                implements Opening {}

        record Refused(SourceFailure why) implements Opening {}
    }

    private Opening open() {
        return NvmlLibrary.load(config.library())
                .map(this::open)
                .orElseGet(() -> new Opening.Refused(NvmlOpening.unloadable(config.library())));
    }

    private Opening open(NvmlLibrary library) {
        NvmlReturn said = library.call(NvmlFunction.INIT);
        return said.ok()
                ? new Opening.Open(
                        library,
                        NvmlOpening.gpus(library, config.maxDevices()),
                        NvmlOpening.driverVersion(library),
                        NvmlOpening.nvmlVersion(library))
                : new Opening.Refused(said.failure(NvmlFunction.INIT.symbol()));
    }

    private GpuFindings bounded(NvmlLibrary library, GpuIdentity gpu) {
        SourceFailure hung = new SourceFailure(FailureReason.TIMEOUT, "it does not answer");
        DeviceReading silent = DeviceReading.silent(gpu.uuid(), gpu.name(), gpu.facts(), hung);
        return within(
                "nvml-probe-" + gpu.uuid(),
                () -> findings(library, gpu),
                new GpuFindings(silent, false, false, List.of(), List.of()));
    }

    private GpuFindings findings(NvmlLibrary library, GpuIdentity gpu) {
        GpuReader reader = new GpuReader(library, gpu, config.laneLimits(0).cadence());
        DeviceReading reading = reader.read(ticker.nanos());
        boolean told = reading.silence().isEmpty();
        return new GpuFindings(
                reading,
                told && hasEvents(library, gpu),
                told && hasMetrics(library, gpu),
                told ? processes(library, gpu, reading) : List.of(),
                told ? new ReadingCosts(library, gpu, calls, ticker).of(reader) : List.of());
    }

    private static List<DeviceProcess> processes(
            NvmlLibrary library, GpuIdentity gpu, DeviceReading reading) {
        return ProcessList.read(library, gpu, reading.facts().parts()).orElse(List.of());
    }

    private static boolean hasEvents(NvmlLibrary library, GpuIdentity gpu) {
        Scratch answer = new Scratch(Long.BYTES);
        NvmlReturn said = library.call(NvmlFunction.EVENT_TYPES, gpu.handle(), answer.at(0));
        return said.ok() && (answer.s64(0) & XID_EVENTS) != 0;
    }

    /** nvmlGpmSupport_t, 8 bytes: version at 0, isSupportedDevice at 4. */
    private static boolean hasMetrics(NvmlLibrary library, GpuIdentity gpu) {
        Scratch answer = new Scratch(GPM_BYTES);
        answer.putInt(0, GPM_VERSION);
        NvmlReturn said = library.call(NvmlFunction.GPM_SUPPORT, gpu.handle(), answer.at(0));
        return said.ok() && answer.s32(4) != 0;
    }

    private <T> T within(String name, Supplier<T> work, T otherwise) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        CallThread thread = new CallThread(name, ticker);
        thread.submit(() -> answer.complete(work.get()));
        T found =
                answer.completeOnTimeout(
                                otherwise, config.patience().toMillis(), TimeUnit.MILLISECONDS)
                        .join();
        thread.leave();
        return found;
    }
}
