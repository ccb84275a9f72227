// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * What a step's time is computed with. One for a backend on a GPU, whatever the model: whoever asks
 * for a step's time, the simulation or {@code plan predict}, gets the same.
 *
 * @param backend whose engine it is
 * @param kernels what kernels get out of the GPU
 * @param calibration what the engine makes of them
 * @param trust how the calibration's factors are known
 * @param sampling how the engine chooses tokens
 */
public record Tuning(
        EngineBackend backend,
        KernelTable kernels,
        Calibration calibration,
        FactorTrust trust,
        Sampling sampling) {

    /** Of fitted factors. */
    public Tuning(EngineBackend backend, KernelTable kernels, Calibration calibration) {
        this(backend, kernels, calibration, FactorTrust.FITTED, Sampling.PLAIN);
    }

    /** The one for this backend on this GPU. */
    public static Tuning of(EngineBackend backend, GpuSpec gpu) {
        return new Tuning(
                backend,
                gpu.kernels(),
                Calibrations.of(backend),
                Calibrations.trust(backend),
                Sampling.PLAIN);
    }

    /** The same of an engine that chooses tokens so. */
    public Tuning with(Sampling other) {
        return new Tuning(backend, kernels, calibration, trust, other);
    }

    /** The least trustworthy of what a step of this engine is computed with. */
    Provenance provenance(ModelArchitecture model, GpuSpec gpu, Parallelism spread) {
        Provenance known = kernels.provenance(model).and(trust.of(model, gpu, spread));
        return sampling == Sampling.SORTED ? known.and(trust.of("per_sorted_logit")) : known;
    }

    /** Seconds of a step, per decoding sequence, beside what it reads and computes. */
    double perSequenceSeconds(ModelArchitecture model) {
        double sorted =
                sampling == Sampling.SORTED
                        ? calibration.perSortedLogitSeconds() * model.vocabulary()
                        : 0;
        return calibration.perSequenceSeconds() + sorted;
    }
}
