// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.kit.time.Ticker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens the library and finds its devices. Everything here may block. */
final class NvmlOpening {

    private static final int TEXT_BYTES = 96;
    private static final int HANDLE = 0;
    private static final int TEXT = 16;
    private static final int PCI = 112;

    /** In nvmlPciInfo_t, 68 bytes. */
    private static final int BUS_ID = PCI + 36;

    private static final int BUS_ID_BYTES = 32;
    private static final int BYTES = 184;

    /** What became of it. */
    sealed interface Outcome {

        /** It is open. */
        record Open(NvmlSession session, String driverVersion) implements Outcome {}

        /** It is not, and why. */
        record Refused(SourceFailure failure) implements Outcome {}

        /** Somebody is inside the one before it, which goes on. */
        record Kept(NvmlSession session) implements Outcome {}
    }

    private final NvmlConfig config;
    private final Ticker ticker;
    private final NvmlMetrics metrics;
    private final NvmlAlarms alarms;

    NvmlOpening(NvmlConfig config, Ticker ticker, NvmlMetrics metrics, NvmlAlarms alarms) {
        this.config = config;
        this.ticker = ticker;
        this.metrics = metrics;
        this.alarms = alarms;
    }

    Outcome open() {
        return NvmlLibrary.load(config.library())
                .map(this::open)
                .orElseGet(() -> new Outcome.Refused(unloadable(config.library())));
    }

    /** Why a library of this name could not be loaded. */
    static SourceFailure unloadable(String library) {
        return new SourceFailure(
                FailureReason.ABSENT,
                library + " cannot be loaded: no NVIDIA driver is installed here");
    }

    private Outcome open(NvmlLibrary library) {
        NvmlReturn said = library.call(NvmlFunction.INIT);
        if (!said.ok()) {
            library.unload();
            return new Outcome.Refused(said.failure(NvmlFunction.INIT.symbol()));
        }
        List<GpuIdentity> gpus = gpus(library, config.maxDevices());
        if (gpus.size() == config.maxDevices()) {
            metrics.limited("agent.devices.nvml.max-devices");
        }
        List<GpuLane> lanes = gpus.stream().map(gpu -> lane(library, gpu)).toList();
        EventWatch events =
                new EventWatch(
                        library,
                        gpus,
                        config.eventWait(),
                        config.answerTimeout(),
                        alarms,
                        ticker,
                        metrics);
        long listed = count(library, config.maxDevices());
        return new Outcome.Open(
                new NvmlSession(library, listed, lanes, events), driverVersion(library));
    }

    private GpuLane lane(NvmlLibrary library, GpuIdentity gpu) {
        return new GpuLane(library, gpu, config.laneLimits(), ticker, metrics);
    }

    /** The devices that say who they are; one that does not cannot be told from others. */
    static List<GpuIdentity> gpus(NvmlLibrary library, int most) {
        Scratch answer = new Scratch(BYTES);
        long count = count(library, most);
        List<GpuIdentity> gpus = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            if (library.call(NvmlFunction.HANDLE_BY_INDEX, i, answer.at(HANDLE)).ok()) {
                identity(library, (int) i, answer).ifPresent(gpus::add);
            }
        }
        return gpus;
    }

    /** How many devices the driver counts, lost ones too; at most {@code most}. */
    static long count(NvmlLibrary library, int most) {
        Scratch answer = new Scratch(Long.BYTES);
        NvmlReturn said = library.call(NvmlFunction.COUNT, answer.at(0));
        return said.ok() ? Math.min(answer.u32(0), most) : 0;
    }

    /** Of the device whose handle is in {@code answer}. */
    private static Optional<GpuIdentity> identity(NvmlLibrary library, int index, Scratch answer) {
        long handle = answer.s64(HANDLE);
        String uuid = text(library, NvmlFunction.UUID, handle, answer);
        if (uuid.isEmpty()) {
            return Optional.empty();
        }
        String name = text(library, NvmlFunction.NAME, handle, answer);
        boolean placed = library.call(NvmlFunction.PCI_INFO, handle, answer.at(PCI)).ok();
        String busId = placed ? answer.text(BUS_ID, BUS_ID_BYTES) : "";
        return Optional.of(new GpuIdentity(handle, index, uuid, name, busId));
    }

    private static String text(
            NvmlLibrary library, NvmlFunction function, long handle, Scratch answer) {
        boolean told = library.call(function, handle, answer.at(TEXT), TEXT_BYTES).ok();
        return told ? answer.text(TEXT, TEXT_BYTES) : "";
    }

    /** Version of the driver, empty when it does not say. */
    static String driverVersion(NvmlLibrary library) {
        return version(library, NvmlFunction.DRIVER_VERSION);
    }

    /** Version of the library, empty when it does not say. */
    static String nvmlVersion(NvmlLibrary library) {
        return version(library, NvmlFunction.NVML_VERSION);
    }

    private static String version(NvmlLibrary library, NvmlFunction function) {
        Scratch answer = new Scratch(TEXT_BYTES);
        return library.call(function, answer.at(0), TEXT_BYTES).ok()
                ? answer.text(0, TEXT_BYTES)
                : "";
    }
}
