// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.router.placement.Slo;

import java.util.Comparator;

/**
 * Which answers are good: first token within the SLO, or within twice what the prompt takes on an
 * unloaded engine if that is longer; tokens after it within the SLO on average.
 */
final class GoodputCriterion {
    private static final double LONG_PROMPT = 2;
    private static final double NANOS = 1e9;
    private static final int PROBE = 8_192;

    private final Slo slo;
    private final EngineModel fastest;
    private final int chunk;

    /** Unloaded is the fleet's engine that computes prompts fastest. */
    GoodputCriterion(Slo slo, FleetSpec fleet) {
        this.slo = slo;
        EngineGroup best =
                fleet.groups().stream()
                        .min(Comparator.comparingDouble(group -> seconds(group.engine())))
                        .orElseThrow();
        this.fastest = best.engine();
        this.chunk = best.limits().maxBatchedTokens();
    }

    private static double seconds(EngineModel engine) {
        return engine.seconds(StepLoad.prefill(PROBE, 0));
    }

    /**
     * Whether the answer was good.
     *
     * @param tpotNanos 0 of an answer of one token
     */
    boolean isGood(int promptTokens, double ttftNanos, double tpotNanos) {
        return tpotNanos <= slo.tpotNanos()
                && (ttftNanos <= slo.ttftNanos()
                        || ttftNanos <= LONG_PROMPT * unloadedNanos(promptTokens));
    }

    /** Of the whole prompt, nothing of it cached. */
    private double unloadedNanos(int promptTokens) {
        double seconds = 0;
        for (int done = 0; done < promptTokens; done += chunk) {
            int tokens = Math.min(chunk, promptTokens - done);
            seconds += fastest.seconds(StepLoad.prefill(tokens, done));
        }
        return seconds * NANOS;
    }
}
