// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.util.List;
import java.util.Optional;

/**
 * An engine as last looked at.
 *
 * @param config what the operator says
 * @param scan the last look
 * @param last the last reading, kept while the engine does not answer
 * @param models what it served when last asked
 */
public record EngineStatus(
        EngineConfig config,
        EngineScan scan,
        Optional<EngineReading> last,
        List<ServedModelReading> models) {

    /** Copies the models. */
    public EngineStatus {
        models = List.copyOf(models);
    }

    /** An engine that nobody has looked at yet. */
    public static EngineStatus unknown(EngineConfig config) {
        SourceFailure notYet = new SourceFailure(FailureReason.UNREACHABLE, "not looked at yet");
        return new EngineStatus(
                config, new EngineScan.Unreached(notYet), Optional.empty(), List.of());
    }

    /** After another look. */
    public EngineStatus with(EngineScan next) {
        return switch (next) {
            case EngineScan.Reached(EngineReading reading, _) ->
                    new EngineStatus(config, next, Optional.of(reading), models);
            case EngineScan.Unreached _ -> new EngineStatus(config, next, last, models);
        };
    }

    /** With the models that it listed. */
    public EngineStatus with(List<ServedModelReading> listed) {
        return new EngineStatus(config, scan, last, listed);
    }

    /** Requests that ran or waited when it was last read. */
    long requests() {
        return last.map(reading -> reading.running() + reading.waiting()).orElse(0L);
    }

    /** Whether the last look was answered. */
    public boolean reachable() {
        return scan instanceof EngineScan.Reached;
    }
}
