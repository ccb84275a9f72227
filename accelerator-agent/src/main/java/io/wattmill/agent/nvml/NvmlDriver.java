// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.nvml.NvmlOpening.Outcome;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.kit.time.Ticker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the library open. It is opened on a thread of its own; when it cannot be, or when a device
 * was lost, it is closed and opened again, at longer and longer distances: that is how a driver
 * that was loaded again, or a device that was reset, is found. While a call hangs, one that waits
 * for events too, nothing is closed, for closing could hang too; and nothing is opened beside what
 * is not closed, for that would find nothing new and leave threads and memory behind each time.
 */
final class NvmlDriver {

    private static final double NANOS_PER_SECOND = 1e9;

    private static final SourceFailure FAILED =
            new SourceFailure(FailureReason.OTHER, "the opening failed, see the log");

    private static final SourceFailure HELD =
            new SourceFailure(
                    FailureReason.TIMEOUT, "a call from before the last opening does not return");

    private final NvmlConfig config;
    private final NvmlOpening opening;
    private final Ticker ticker;
    private final NvmlMetrics metrics;
    private final CallThread opener;
    private final Map<String, GpuIdentity> known = new LinkedHashMap<>();
    private Optional<NvmlSession> session = Optional.empty();

    /** One that is over and could not be closed; the opening thread's own. */
    private Optional<NvmlSession> unclosed = Optional.empty();

    private SourceFailure failure = new SourceFailure(FailureReason.TIMEOUT, "not opened yet");
    private boolean busy;
    private boolean closed;
    private boolean tried;
    private long triedNanos;
    private Duration wait;

    NvmlDriver(NvmlConfig config, NvmlOpening opening, Ticker ticker, NvmlMetrics metrics) {
        this.config = config;
        this.opening = opening;
        this.ticker = ticker;
        this.metrics = metrics;
        this.wait = config.reopenMin();
        this.opener = new CallThread("nvml-driver", ticker);
    }

    /**
     * The session, when there is one. Whoever asks first waits for it, within the bound of an
     * answer; who asks while it is being opened does not wait.
     */
    synchronized CompletableFuture<Optional<NvmlSession>> session() {
        boolean mayOpen = session.isEmpty() && !busy && !closed && isDue();
        return mayOpen ? reopened(Optional.empty()) : CompletableFuture.completedFuture(session);
    }

    /** Why there is no session. */
    synchronized SourceFailure trouble() {
        if (!busy) {
            return failure;
        }
        double seconds = opener.busyNanos() / NANOS_PER_SECOND;
        return new SourceFailure(
                FailureReason.TIMEOUT,
                String.format(Locale.ROOT, "the driver has not opened for %.1f s", seconds));
    }

    /**
     * A device of {@code old} is gone, or nobody hears its events: opens the library again, unless
     * it is too early.
     */
    synchronized void broken(NvmlSession old) {
        boolean current = session.isPresent() && session.get() == old;
        if (current && !closed && isDue()) {
            if (old.hangs()) {
                triedNow();
                metrics.held();
            } else {
                reopened(session);
            }
        }
    }

    /** All devices answered. */
    synchronized void whole() {
        wait = config.reopenMin();
    }

    /** Devices that were there once and that {@code now} does not list. */
    synchronized List<DeviceReading> missing(NvmlSession now) {
        List<DeviceReading> missing = new ArrayList<>();
        for (GpuIdentity gpu : known.values()) {
            if (now.lanes().stream().noneMatch(lane -> lane.gpu().uuid().equals(gpu.uuid()))) {
                missing.add(missing(gpu));
            }
        }
        return missing;
    }

    /** Closes the library, if nobody is inside. */
    synchronized void close() {
        closed = true;
        Optional<NvmlSession> last = session;
        session = Optional.empty();
        opener.submit(() -> last.ifPresent(NvmlSession::close));
        opener.submit(opener::leave);
    }

    private boolean isDue() {
        return !tried || ticker.nanos() - triedNanos >= wait.toNanos();
    }

    private void triedNow() {
        wait = tried ? shorter(wait.multipliedBy(2), config.reopenMax()) : wait;
        tried = true;
        triedNanos = ticker.nanos();
    }

    private CompletableFuture<Optional<NvmlSession>> reopened(Optional<NvmlSession> old) {
        triedNow();
        busy = true;
        session = Optional.empty();
        CompletableFuture<Optional<NvmlSession>> answer = new CompletableFuture<>();
        opener.submit(() -> reopen(old, answer));
        return answer.completeOnTimeout(
                Optional.empty(), config.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** On the thread that opens. */
    private void reopen(
            Optional<NvmlSession> old, CompletableFuture<Optional<NvmlSession>> answer) {
        Outcome outcome = new Outcome.Refused(FAILED);
        try {
            outcome = anew(old);
        } finally {
            // Whatever was thrown: it is tried again when it is due.
            answer.complete(took(outcome));
        }
    }

    private Outcome anew(Optional<NvmlSession> old) {
        if (old.isPresent() && !old.get().endsEvents()) {
            return new Outcome.Kept(old.get());
        }
        unclosed = old.or(() -> unclosed).filter(session -> !session.close());
        return unclosed.isPresent() ? new Outcome.Refused(HELD) : opening.open();
    }

    private synchronized Optional<NvmlSession> took(Outcome outcome) {
        busy = false;
        switch (outcome) {
            case Outcome.Open(NvmlSession opened, String version) -> took(opened, version);
            case Outcome.Refused(SourceFailure why) -> {
                failure = why;
                metrics.refused(why.text());
            }
            case Outcome.Kept(NvmlSession old) -> {
                metrics.held();
                keep(old);
            }
        }
        return session;
    }

    private void took(NvmlSession opened, String version) {
        opened.lanes().stream().map(GpuLane::gpu).forEach(this::remember);
        metrics.opened(version, opened.lanes().size(), opened.listed());
        keep(opened);
    }

    private void keep(NvmlSession opened) {
        session = closed ? Optional.empty() : Optional.of(opened);
        if (closed) {
            opener.submit(opened::close);
        }
    }

    private void remember(GpuIdentity gpu) {
        if (known.size() < config.maxDevices()) {
            known.putIfAbsent(gpu.uuid(), gpu);
        }
    }

    private static DeviceReading missing(GpuIdentity gpu) {
        return DeviceReading.silent(
                gpu.uuid(),
                gpu.name(),
                gpu.facts(),
                new SourceFailure(FailureReason.LOST, "the driver no longer lists it"));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
