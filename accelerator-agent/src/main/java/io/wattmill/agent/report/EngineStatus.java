// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineLatency;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.util.List;
import java.util.Optional;

/**
 * An engine as last looked at.
 *
 * @param config what the operator says, or what was found
 * @param scan the last look
 * @param last the last reading, kept while the engine does not answer
 * @param models what it served when last asked
 * @param latency how long its callers waited lately, by its own histograms
 * @param devices which devices it computes on, and how that is known
 */
public record EngineStatus(
        EngineConfig config,
        EngineScan scan,
        Optional<EngineReading> last,
        List<ServedModelReading> models,
        EngineLatency latency,
        DeviceClaim devices) {

    /** Copies the models. */
    public EngineStatus {
        models = List.copyOf(models);
    }

    /** An engine that nobody has looked at yet, on the devices that the operator names. */
    public static EngineStatus unknown(EngineConfig config) {
        return unknown(config, DeviceClaim.of(config));
    }

    /** An engine that nobody has looked at yet. */
    public static EngineStatus unknown(EngineConfig config, DeviceClaim devices) {
        SourceFailure notYet = new SourceFailure(FailureReason.UNREACHABLE, "not looked at yet");
        return new EngineStatus(
                config,
                new EngineScan.Unreached(notYet),
                Optional.empty(),
                List.of(),
                EngineLatency.UNKNOWN,
                devices);
    }

    /** After another look. */
    public EngineStatus with(EngineScan next) {
        return switch (next) {
            case EngineScan.Reached(EngineReading reading, _) ->
                    new EngineStatus(config, next, Optional.of(reading), models, latency, devices);
            case EngineScan.Unreached _ ->
                    new EngineStatus(config, next, last, models, EngineLatency.UNKNOWN, devices);
        };
    }

    /** With the models that it listed. */
    public EngineStatus with(List<ServedModelReading> listed) {
        return new EngineStatus(config, scan, last, listed, latency, devices);
    }

    /** With what its callers waited lately. */
    public EngineStatus with(EngineLatency lately) {
        return new EngineStatus(config, scan, last, models, lately, devices);
    }

    /** On other devices than was known. */
    public EngineStatus with(DeviceClaim found) {
        return new EngineStatus(config, scan, last, models, latency, found);
    }

    /**
     * Requests that may run or wait on it now: by its own count, 1 where it does not count them. On
     * one that is gone none is left; one that is merely late goes on with what it had.
     */
    long requests() {
        return switch (scan) {
            case EngineScan.Reached(EngineReading reading, _) -> requests(reading);
            case EngineScan.Unreached(SourceFailure failure) ->
                    failure.reason() == FailureReason.TIMEOUT
                            ? last.map(EngineStatus::requests).orElse(1L)
                            : 0;
        };
    }

    private static long requests(EngineReading reading) {
        return reading.tells(Figure.RUNNING) ? reading.running() + reading.waiting() : 1;
    }

    /** Whether the last look was answered. */
    public boolean reachable() {
        return scan instanceof EngineScan.Reached;
    }
}
