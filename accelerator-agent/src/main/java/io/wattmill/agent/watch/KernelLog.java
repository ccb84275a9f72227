// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.watch;

import io.wattmill.agent.device.AlarmSource;
import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.kmsg.KernelRecord;
import io.wattmill.agent.kmsg.XidLine;
import io.wattmill.kit.time.Clock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads the kernel's log on a thread of its own, for ever: a read waits for the next record. It
 * only reads. What the log held before the agent started counts as far back as {@code
 * health.look-back}; a record that was read is not read again when the log was opened anew.
 */
public final class KernelLog implements AlarmSource {

    /** Longer than a record of the kernel can be: a shorter buffer would be refused. */
    private static final int BUFFER_BYTES = 16_384;

    /** How Linux says that records were overwritten before they were read. */
    private static final String OVERRUN = "Broken pipe";

    private final Path log;
    private final Duration lookBack;
    private final Duration retryPeriod;
    private final Clock clock;
    private final Uptime uptime;
    private final KernelLogMetrics metrics;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("wattmill-agent-kmsg").daemon().unstarted(this::run);
    private Consumer<DeviceAlarm> listener = _ -> {};
    private OptionalLong startedUs = OptionalLong.empty();
    private long lastSequence = -1;
    private String torn = "";

    /** A log that {@link #listen} opens. */
    KernelLog(Path log, HealthConfig config, Clock clock, Uptime uptime, KernelLogMetrics metrics) {
        this.log = log;
        this.lookBack = config.lookBack();
        this.retryPeriod = config.retryPeriod();
        this.clock = clock;
        this.uptime = uptime;
        this.metrics = metrics;
    }

    @Override
    public void listen(Consumer<DeviceAlarm> who) {
        listener = who;
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        metrics.close();
    }

    private void run() {
        startedUs = uptime.us();
        while (!isClosed()) {
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
                metrics.up();
                readAll(channel);
                metrics.down("the log has ended");
            } catch (IOException e) {
                metrics.down(isClosed() ? "the agent stops" : e.toString());
            }
            pause();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void pause() {
        try {
            closed.await(retryPeriod.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            closed.countDown();
        }
    }

    private void readAll(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        torn = "";
        while (read(channel, buffer.clear())) {
            take(StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString());
        }
    }

    private boolean read(FileChannel channel, ByteBuffer buffer) throws IOException {
        try {
            return channel.read(buffer) >= 0;
        } catch (IOException e) {
            if (!OVERRUN.equals(e.getMessage())) {
                throw e;
            }
            metrics.overrun();
            return true;
        }
    }

    /** A device gives whole records; a file, in whatever pieces. */
    private void take(String piece) {
        String text = torn + piece;
        int end = text.lastIndexOf('\n') + 1;
        String rest = text.substring(end);
        torn = rest.length() > BUFFER_BYTES ? "" : rest;
        text.substring(0, end)
                .lines()
                .map(KernelRecord::parse)
                .flatMap(Optional::stream)
                .forEach(this::take);
    }

    private void take(KernelRecord record) {
        boolean seen = record.sequence() <= lastSequence;
        lastSequence = Math.max(lastSequence, record.sequence());
        if (!seen && record.isKernels() && !isOld(record)) {
            XidLine.parse(record.text()).ifPresent(line -> tell(record, line));
        }
    }

    private boolean isOld(KernelRecord record) {
        long backUs = TimeUnit.MILLISECONDS.toMicros(lookBack.toMillis());
        return startedUs.isPresent() && record.sinceBootUs() < startedUs.getAsLong() - backUs;
    }

    private void tell(KernelRecord record, XidLine line) {
        OptionalLong upUs = uptime.us();
        long ageUs = upUs.isPresent() ? Math.max(0, upUs.getAsLong() - record.sinceBootUs()) : 0;
        listener.accept(
                new DeviceAlarm(
                        line.busId(),
                        line.xid(),
                        line.recoveryAction(),
                        DeviceAlarm.Channel.KERNEL_LOG,
                        clock.nowUs() - ageUs,
                        line.detail()));
    }
}
