// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.DeviceSource;
import io.wattmill.agent.device.Glance;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The devices that the driver lists. A look asks all of them at once, each on its own thread, and
 * is over when all have answered or the bound has passed: a device that did not answer is part of
 * the scan, silent, with the reason. Each brings along what its thread has read of its meter since
 * the look before.
 */
final class NvmlSource implements DeviceSource {

    private static final SourceFailure NONE =
            new SourceFailure(FailureReason.ABSENT, "the driver lists no device");

    private final NvmlDriver driver;
    private final long answerMillis;
    private final Clock clock;
    private final Ticker ticker;

    NvmlSource(NvmlDriver driver, NvmlConfig config, Clock clock, Ticker ticker) {
        this.driver = driver;
        this.answerMillis = config.answerTimeout().toMillis();
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public String counterName() {
        return "nvml-counter";
    }

    @Override
    public CompletionStage<DeviceScan> scan() {
        return driver.session().thenCompose(this::scan);
    }

    private CompletableFuture<DeviceScan> scan(Optional<NvmlSession> session) {
        return session.map(this::look)
                .orElseGet(
                        () ->
                                CompletableFuture.completedFuture(
                                        new DeviceScan.Unseen(driver.trouble())));
    }

    private CompletableFuture<DeviceScan> look(NvmlSession session) {
        long atNanos = ticker.nanos();
        long atUs = clock.nowUs();
        List<CompletableFuture<GpuLook>> looks =
                session.lanes().stream().map(GpuLane::look).toList();
        return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                .thenApply(_ -> true)
                .completeOnTimeout(false, answerMillis, TimeUnit.MILLISECONDS)
                .thenApply(_ -> scan(session, looks, atNanos, atUs));
    }

    private DeviceScan scan(
            NvmlSession session, List<CompletableFuture<GpuLook>> looks, long atNanos, long atUs) {
        List<DeviceReading> readings = new ArrayList<>(looks.size());
        Map<String, List<Glance>> glances = new HashMap<>();
        for (int i = 0; i < looks.size(); i++) {
            GpuLook look = session.lanes().get(i).answerOf(looks.get(i));
            readings.add(look.reading());
            glances.put(look.reading().deviceId(), look.glances());
        }
        readings.addAll(driver.missing(session));
        judge(session, readings);
        return readings.isEmpty()
                ? new DeviceScan.Unseen(NONE)
                : new DeviceScan.Seen(readings, atNanos, atUs, glances);
    }

    /**
     * A device that hangs is its lane's to try again; one that is gone needs another opening, and
     * so do events that nobody hears any more.
     */
    private void judge(NvmlSession session, List<DeviceReading> readings) {
        boolean gone = !session.isWhole() || readings.stream().anyMatch(NvmlSource::isGone);
        if (gone || session.isDeaf()) {
            driver.broken(session);
        } else if (readings.stream().allMatch(reading -> reading.silence().isEmpty())) {
            driver.whole();
        }
    }

    private static boolean isGone(DeviceReading reading) {
        return reading.silence().isPresent()
                && reading.silence().get().reason() != FailureReason.TIMEOUT;
    }
}
