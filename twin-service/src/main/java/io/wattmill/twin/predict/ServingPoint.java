// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.Sampling;

/**
 * One engine and the load that clients hold on it.
 *
 * @param backend whose engine it is
 * @param model in the formats that it runs in
 * @param gpu that it runs on
 * @param spread over how many
 * @param load that clients hold
 * @param speculative whether drafts are checked in each step
 * @param captured whether steps of prompts are run from captured graphs, piece by piece
 * @param held for how many steps its scheduler is told to hold prompts back
 * @param sampling how the engine chooses tokens
 * @param yearsLater age of the engine's version: years after {@link #REFERENCE_YEAR}, below zero
 *     for an older one
 */
public record ServingPoint(
        EngineBackend backend,
        ModelArchitecture model,
        GpuSpec gpu,
        Parallelism spread,
        ClosedLoad load,
        boolean speculative,
        boolean captured,
        Held held,
        Sampling sampling,
        double yearsLater) {
    /** Year of the versions that the model describes when nothing else is said. */
    public static final double REFERENCE_YEAR = 2026.2;

    /**
     * Clients that each have one request at all times.
     *
     * @param clients how many, over the whole engine
     * @param input tokens of a prompt, mean
     * @param output tokens of an answer, mean
     * @param inStep whether all lengths are the same, so that clients start and end together
     */
    public record ClosedLoad(double clients, double input, double output, boolean inStep) {}

    /**
     * Steps for which prompts are held back, so that fewer steps have any.
     *
     * @param received steps between two looks at what has come (SGLang)
     * @param gathered steps for which a prompt waits for others (TensorRT-LLM)
     * @param balanced steps for which copies of the attention wait until each has one
     *     (TensorRT-LLM)
     */
    public record Held(double received, double gathered, double balanced) {
        /** Not at all: what engines do unless told. */
        public static final Held NOT = new Held(0, 0, 0);
    }
}
