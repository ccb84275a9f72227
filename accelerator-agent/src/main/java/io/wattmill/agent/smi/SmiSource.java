// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.smi;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.DeviceSource;
import io.wattmill.agent.smi.SmiRun.Outcome;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The devices that nvidia-smi lists. Runs are made one at a time on a thread of their own; while
 * one is out (a program that waits for a dead driver cannot be ended) no other is begun.
 */
public final class SmiSource implements DeviceSource, AutoCloseable {

    private static final int DETAIL_MOST = 200;
    private static final String UNKNOWN_COLUMN = "is not a valid field to query";

    private final SmiConfig config;
    private final SmiRun program;
    private final Clock clock;
    private final Ticker ticker;
    private final ExecutorService runs =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("nvidia-smi").factory());
    private volatile List<SmiField> fields = SmiField.all();
    private CompletableFuture<DeviceScan> run = CompletableFuture.completedFuture(late());

    /** Runs the program that {@code config} names. */
    public SmiSource(SmiConfig config, Clock clock, Ticker ticker) {
        this.config = config;
        this.program = new SmiRun(config);
        this.clock = clock;
        this.ticker = ticker;
    }

    /** The program has no counter: all energy is integrated. */
    @Override
    public String counterName() {
        return "";
    }

    @Override
    public synchronized CompletionStage<DeviceScan> scan() {
        if (!run.isDone()) {
            return CompletableFuture.completedFuture(late());
        }
        run = CompletableFuture.supplyAsync(this::look, runs);
        long patience = config.timeout().plus(config.period()).toMillis();
        return run.copy().completeOnTimeout(late(), patience, TimeUnit.MILLISECONDS);
    }

    /** Runs the program no more. */
    @Override
    public void close() {
        runs.shutdown();
    }

    private DeviceScan look() {
        Outcome outcome = program.ask(fields);
        if (outcome instanceof Outcome.Written(String output) && output.contains(UNKNOWN_COLUMN)) {
            fields = SmiField.known();
            outcome = program.ask(fields);
        }
        return switch (outcome) {
            case Outcome.Written(String output) -> scan(output);
            case Outcome.Failed(SourceFailure failure) -> new DeviceScan.Unseen(failure);
        };
    }

    private DeviceScan scan(String output) {
        List<DeviceReading> devices = SmiTable.devices(output, fields);
        return devices.isEmpty()
                ? unseen(FailureReason.ABSENT, "no device: " + shortened(output))
                : new DeviceScan.Seen(devices, ticker.nanos(), clock.nowUs());
    }

    private static DeviceScan late() {
        return unseen(FailureReason.TIMEOUT, "nvidia-smi has not ended");
    }

    private static DeviceScan unseen(FailureReason reason, String detail) {
        return new DeviceScan.Unseen(new SourceFailure(reason, detail));
    }

    private static String shortened(String output) {
        String line = output.strip().replace('\n', ' ');
        return line.substring(0, Math.min(DETAIL_MOST, line.length()));
    }
}
