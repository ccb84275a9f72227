// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DeviceFacts;
import io.wattmill.agent.device.DevicePart;
import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.Glance;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.kit.time.Ticker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The way to one GPU: its thread, and the watch over it. While a call is out nobody asks again and
 * nobody waits; a call that stays out too long is left to itself, and a new thread tries from the
 * beginning. Between two looks the thread reads the GPU's meter of itself ({@link Glances}). May be
 * called from any thread.
 */
final class GpuLane {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MOST_DOUBLINGS = 10;

    /** All devices draw the same lots, so that their threads run together: that costs the least. */
    private static final long SEED = 0;

    private final NvmlLibrary library;
    private final GpuIdentity gpu;
    private final LaneLimits limits;
    private final Ticker ticker;
    private final NvmlMetrics metrics;
    private final List<CallThread> abandoned = new ArrayList<>();
    private Caller caller;
    private CompletableFuture<GpuLook> look = new CompletableFuture<>();
    private boolean taken;
    private DeviceFacts facts;
    private int tries;

    /** Who makes the calls: a thread, and what it alone uses. */
    private record Caller(GpuReader reader, Glances glances, CallThread thread) {}

    GpuLane(
            NvmlLibrary library,
            GpuIdentity gpu,
            LaneLimits limits,
            Ticker ticker,
            NvmlMetrics metrics) {
        this.library = library;
        this.gpu = gpu;
        this.limits = limits;
        this.ticker = ticker;
        this.metrics = metrics;
        this.facts = gpu.facts();
        this.caller = newCaller();
        this.look.complete(GpuLook.silent(silent()));
    }

    GpuIdentity gpu() {
        return gpu;
    }

    /** A reading, when there is one; at once a silent one while an earlier call is still out. */
    synchronized CompletableFuture<GpuLook> look() {
        if (look.isDone()) {
            List<Glance> owed = taken ? List.of() : owed(look.join());
            look = new CompletableFuture<>();
            taken = false;
            ask(look, caller, owed);
            return look;
        }
        if (caller.thread().busyNanos() > patienceNanos()) {
            tryAnew();
        }
        return CompletableFuture.completedFuture(GpuLook.silent(silent()));
    }

    /** The newest row of glances of a look that answered when nobody waited for it any more. */
    private List<Glance> owed(GpuLook late) {
        List<Glance> glances = late.glances();
        int from = Math.max(0, glances.size() - limits.cadence().glances());
        if (from > 0) {
            metrics.limited("agent.devices.nvml.look-period");
        }
        return glances.subList(from, glances.size());
    }

    /**
     * What a look gave that somebody has waited for long enough. The glances of one that has not
     * answered come with the next.
     */
    synchronized GpuLook answerOf(CompletableFuture<GpuLook> asked) {
        boolean answered = asked.isDone();
        taken |= answered && asked == look;
        return answered ? asked.join() : GpuLook.silent(silent());
    }

    /**
     * The processes that compute on it, asked for behind a look that is out; empty when it does not
     * answer in time.
     */
    synchronized CompletableFuture<Optional<List<DeviceProcess>>> processes() {
        CompletableFuture<Optional<List<DeviceProcess>>> answer = new CompletableFuture<>();
        return caller.thread()
                        .submit(() -> answer.complete(ProcessList.read(library, gpu, parts())))
                ? answer.completeOnTimeout(
                        Optional.empty(), limits.answer().toMillis(), TimeUnit.MILLISECONDS)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private synchronized List<DevicePart> parts() {
        return facts.parts();
    }

    /** Whether a call is out for longer than anybody waits. */
    synchronized boolean hangs() {
        forgetReturned();
        return caller.thread().busyNanos() > limits.answer().toNanos() || !abandoned.isEmpty();
    }

    /** Asks nothing more. */
    synchronized void leave() {
        caller.thread().leave();
    }

    /** Whether no thread of this lane is inside the library any more; waits at most so long. */
    boolean hasLeft(Duration within) {
        return current().hasLeft(within) && noneAbandoned();
    }

    /** The GPU without figures, and for how long it has not answered. */
    synchronized DeviceReading silent() {
        String detail =
                String.format(
                        Locale.ROOT,
                        "the driver did not answer for %.1f s",
                        caller.thread().busyNanos() / NANOS_PER_SECOND);
        return silent(FailureReason.TIMEOUT, detail);
    }

    private synchronized DeviceReading silent(FailureReason reason, String detail) {
        return DeviceReading.silent(
                gpu.uuid(), gpu.name(), facts, new SourceFailure(reason, detail));
    }

    private synchronized CallThread current() {
        return caller.thread();
    }

    private synchronized boolean noneAbandoned() {
        forgetReturned();
        return abandoned.isEmpty();
    }

    private void ask(CompletableFuture<GpuLook> answer, Caller by, List<Glance> owed) {
        if (!by.thread().submit(() -> answer(answer, by, owed))) {
            answer.complete(GpuLook.silent(silent()));
        }
    }

    /** On the GPU's thread. */
    private void answer(CompletableFuture<GpuLook> answer, Caller by, List<Glance> owed) {
        try {
            long now = ticker.nanos();
            DeviceReading reading = by.reader().read(now);
            List<Glance> glances = new ArrayList<>(owed);
            glances.addAll(by.glances().handOver(now));
            remember(by, reading);
            answer.complete(new GpuLook(reading, List.copyOf(glances)));
        } finally {
            if (!answer.isDone()) {
                answer.complete(GpuLook.silent(failed()));
            }
        }
    }

    private DeviceReading failed() {
        return silent(FailureReason.OTHER, "the look failed, see the log");
    }

    private synchronized void remember(Caller by, DeviceReading reading) {
        if (by == caller) {
            facts = reading.facts();
            tries = 0;
        }
    }

    private long patienceNanos() {
        return limits.patience().toNanos() << Math.min(tries, MOST_DOUBLINGS);
    }

    private void tryAnew() {
        forgetReturned();
        if (abandoned.size() >= limits.abandoned()) {
            metrics.limited("agent.devices.nvml.max-abandoned");
            return;
        }
        metrics.abandoned(gpu.uuid());
        caller.thread().leave();
        abandoned.add(caller.thread());
        tries++;
        caller = newCaller();
        look = new CompletableFuture<>();
        taken = false;
        ask(look, caller, List.of());
    }

    private void forgetReturned() {
        abandoned.removeIf(left -> left.hasLeft(Duration.ZERO));
    }

    private Caller newCaller() {
        GpuReader reader = new GpuReader(library, gpu, limits.cadence());
        Glances glances = new Glances(reader, limits.cadence(), new SplittableRandom(SEED), ticker);
        return new Caller(reader, glances, new CallThread("nvml-" + gpu.uuid(), ticker, glances));
    }
}
