// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.router.engine.Calibrations;
import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.FactorFile;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The shipped tunings: steps from the router's {@code calibration.csv}, loops from {@code
 * closed-loop.csv}, read once.
 */
public final class ServingTunings {
    private static final FactorFile FILE = FactorFile.of(ServingTunings.class, "closed-loop.csv");
    private static final Map<EngineBackend, LoopFactors> LOOPS = loops();

    private ServingTunings() {}

    /** The one of this point's backend. */
    public static ServingTuning of(ServingPoint point) {
        return of(point.backend());
    }

    /** The one of this backend. */
    public static ServingTuning of(EngineBackend backend) {
        return new ServingTuning(
                Calibrations.of(backend), Objects.requireNonNull(LOOPS.get(backend)));
    }

    private static Map<EngineBackend, LoopFactors> loops() {
        Map<EngineBackend, LoopFactors> loops = new EnumMap<>(EngineBackend.class);
        for (EngineBackend backend : EngineBackend.values()) {
            loops.put(backend, read(backend));
        }
        return loops;
    }

    private static LoopFactors read(EngineBackend backend) {
        return new LoopFactors(
                FILE.of("stolen", backend),
                FILE.of("stolen_from_copies", backend),
                FILE.of("stolen_in_step", backend),
                FILE.of("start", backend),
                FILE.of("own_prompt", backend),
                FILE.of("operation", backend),
                FILE.of("captured", backend),
                FILE.of("newer_launches", backend),
                FILE.of("steps", backend),
                FILE.of("received", backend),
                FILE.of("gathered", backend),
                FILE.of("balanced", backend),
                FILE.of("burst", backend),
                FILE.of("newer_burst", backend),
                FILE.of("in_step_ahead", backend),
                FILE.of("queue", backend),
                FILE.of("accepted", backend),
                FILE.of("draft_launches", backend),
                FILE.of("yearly", backend));
    }
}
