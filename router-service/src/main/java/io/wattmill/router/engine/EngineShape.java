// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.util.List;
import java.util.Optional;

/**
 * The engine model to use for an engine as an operator describes it.
 *
 * @param model what predicts it
 * @param known false when the model or the GPU is not in the catalogues and {@code model} is a
 *     stand-in: its times are a first guess that learning corrects, its joules are not to be used
 */
public record EngineShape(EngineModel model, boolean known) {

    /** The same engine while its GPUs are made to run so. */
    public EngineShape at(OperatingPoint point) {
        GpuSpec gpu = point.of(model.gpu());
        return gpu == model.gpu() ? this : new EngineShape(model.on(gpu), known);
    }

    /** Whether the same predicts the other, when nothing slows either. */
    public boolean isAlike(EngineShape other) {
        EngineModel its = other.model();
        return model.model().equals(its.model())
                && model.gpu().equals(its.gpu())
                && model.parallelism().equals(its.parallelism())
                && model.backend() == its.backend();
    }

    /** Model and GPUs, and which software where that is not vLLM. */
    public String label() {
        Parallelism spread = model.parallelism();
        String parts = spread.gpus() + "x" + model.gpu().name() + layout(spread);
        String label = model.model().name() + " " + parts;
        return model.backend() == EngineBackend.VLLM ? label : label + " " + model.backend().kind();
    }

    private static String layout(Parallelism spread) {
        return spread.equals(Parallelism.tensor(spread.tensor()))
                ? ""
                : " tp%d pp%d dp%d%s"
                        .formatted(
                                spread.tensor(),
                                spread.pipeline(),
                                spread.attentionData(),
                                spread.expertWhole() ? " ep" : "");
    }

    /** An engine of vLLM. */
    public static EngineShape of(List<String> modelNames, String gpuType, int tensorParallel) {
        return of(modelNames, gpuType, Parallelism.tensor(tensorParallel), EngineBackend.VLLM);
    }

    /**
     * Looks the names up; stands in Llama-3.1-8B or an H100 for what is unknown.
     *
     * @param modelNames names under which the engine serves; the first known one counts
     * @param gpuType catalogue name of its GPUs
     * @param spread how it is spread over them
     * @param backend which software it is
     */
    public static EngineShape of(
            List<String> modelNames, String gpuType, Parallelism spread, EngineBackend backend) {
        Optional<ModelArchitecture> model =
                modelNames.stream().flatMap(name -> Models.find(name).stream()).findFirst();
        Optional<GpuSpec> gpu = Gpus.find(gpuType);
        ModelArchitecture shape = model.orElse(Models.LLAMA_3_1_8B);
        boolean divides = shape.heads() % spread.tensor() == 0;
        return new EngineShape(
                new EngineModel(
                        shape,
                        gpu.orElse(Gpus.H100_SXM),
                        divides ? spread : Parallelism.NONE,
                        backend),
                divides && model.isPresent() && gpu.isPresent());
    }
}
