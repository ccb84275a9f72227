// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.kit.time.Ticker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Listens to the driver's events on a thread of its own, in slices, so that it can leave. A driver
 * that offers no events is left alone until the library is opened again.
 */
final class EventWatch {

    /** Numbers of nvml.h 13.3. */
    private static final long XID = 0x8;

    private static final long DRAM_RETIREMENT = 0x400;
    private static final long RETIREMENT_FAILURE = 0x800;
    private static final long FATAL_POISON = 0x2000;
    private static final long UNAVAILABLE = 0x4000;
    private static final long RECOVERY_ACTION = 0x8000;
    private static final long WANTED =
            XID
                    | DRAM_RETIREMENT
                    | RETIREMENT_FAILURE
                    | FATAL_POISON
                    | UNAVAILABLE
                    | RECOVERY_ACTION;

    /** nvmlEventData_t, 32 bytes: device at 0, type at 8, data at 16, GPU instance at 24. */
    private static final int DATA = 16;

    private static final int SET = 0;
    private static final int TYPES = 8;
    private static final int BYTES = 48;
    private static final long AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

    private final NvmlLibrary library;
    private final List<GpuIdentity> gpus;
    private final long sliceMillis;
    private final NvmlAlarms alarms;
    private final NvmlMetrics metrics;
    private final Map<Long, String> uuids = new HashMap<>();
    private final Scratch answer = new Scratch(BYTES);
    private final Ticker ticker;
    private final long patienceNanos;
    private final CallThread thread;
    private volatile boolean leaving;
    private volatile OptionalLong askedNanos = OptionalLong.empty();

    /**
     * @param slice how long the driver is asked to wait for an event
     * @param patience a call that takes so much longer than it should hangs
     */
    EventWatch(
            NvmlLibrary library,
            List<GpuIdentity> gpus,
            Duration slice,
            Duration patience,
            NvmlAlarms alarms,
            Ticker ticker,
            NvmlMetrics metrics) {
        this.library = library;
        this.gpus = gpus;
        this.sliceMillis = slice.toMillis();
        this.alarms = alarms;
        this.ticker = ticker;
        this.patienceNanos = slice.plus(patience).toNanos();
        this.metrics = metrics;
        gpus.forEach(gpu -> uuids.put(gpu.handle(), gpu.uuid()));
        thread = new CallThread("nvml-events", ticker);
        thread.submit(this::listen);
    }

    void leave() {
        leaving = true;
        thread.leave();
    }

    boolean hasLeft(Duration within) {
        return thread.hasLeft(within);
    }

    /** Whether a call about events is out for longer than it should. */
    boolean hangs() {
        OptionalLong since = askedNanos;
        return since.isPresent() && ticker.nanos() - since.getAsLong() > patienceNanos;
    }

    private NvmlReturn watched(Supplier<NvmlReturn> call) {
        askedNanos = OptionalLong.of(ticker.nanos());
        try {
            return call.get();
        } finally {
            askedNanos = OptionalLong.empty();
        }
    }

    private void listen() {
        NvmlReturn said = watched(() -> library.call(NvmlFunction.EVENT_SET, answer.at(SET)));
        if (!said.ok()) {
            metrics.deaf("all", said.failure(NvmlFunction.EVENT_SET.symbol()).text());
            return;
        }
        long set = answer.s64(SET);
        boolean any = false;
        for (GpuIdentity gpu : gpus) {
            any |= watched(() -> registered(gpu, set)).ok();
        }
        while (any && !leaving) {
            listen(set);
        }
        watched(() -> library.call(NvmlFunction.EVENT_FREE, set));
    }

    private NvmlReturn registered(GpuIdentity gpu, long set) {
        NvmlReturn said = library.call(NvmlFunction.EVENT_TYPES, gpu.handle(), answer.at(TYPES));
        long types = said.ok() ? answer.s64(TYPES) & WANTED : 0;
        if (said.ok() && types == 0) {
            metrics.deaf(gpu.uuid(), "it offers none that tells of a fault");
            return NvmlReturn.NOT_SUPPORTED;
        }
        NvmlReturn registered =
                said.ok()
                        ? library.call(NvmlFunction.EVENT_REGISTER, gpu.handle(), types, set)
                        : said;
        if (!registered.ok()) {
            metrics.deaf(gpu.uuid(), registered.failure("events").text());
        }
        return registered;
    }

    private void listen(long set) {
        NvmlReturn said =
                watched(
                        () ->
                                library.call(
                                        NvmlFunction.EVENT_WAIT,
                                        set,
                                        answer.at(DATA),
                                        sliceMillis));
        if (said.ok()) {
            tell(answer.s64(DATA), answer.s64(DATA + 8), answer.s64(DATA + 16));
        } else if (said != NvmlReturn.TIMEOUT) {
            LockSupport.parkNanos(AFTER_FAILURE_NANOS);
        }
    }

    private void tell(long handle, long type, long data) {
        String device = uuids.getOrDefault(handle, "");
        if (type == XID) {
            alarms.xid(device, data);
        } else if (type == RECOVERY_ACTION) {
            alarms.recoveryActionChanged(device);
        } else {
            alarms.other(device, word(type));
        }
    }

    private static String word(long type) {
        if (type == UNAVAILABLE) {
            return "the device is unavailable";
        }
        if (type == FATAL_POISON) {
            return "fatal poison";
        }
        return type == RETIREMENT_FAILURE
                ? "memory could not be retired"
                : "memory was retired (event type 0x%x)".formatted(type);
    }
}
