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
        return gpu == model.gpu()
                ? this
                : new EngineShape(
                        new EngineModel(
                                model.model(), gpu, model.parallelism(), EngineBackend.VLLM),
                        known);
    }

    /**
     * Looks the names up; stands in Llama-3.1-8B or an H100 for what is unknown.
     *
     * @param modelNames names under which the engine serves; the first known one counts
     * @param gpuType catalogue name of its GPUs
     * @param tensorParallel GPUs in its group
     */
    public static EngineShape of(List<String> modelNames, String gpuType, int tensorParallel) {
        Optional<ModelArchitecture> model =
                modelNames.stream().flatMap(name -> Models.find(name).stream()).findFirst();
        Optional<GpuSpec> gpu = Gpus.find(gpuType);
        ModelArchitecture shape = model.orElse(Models.LLAMA_3_1_8B);
        boolean divides = tensorParallel >= 1 && shape.heads() % tensorParallel == 0;
        return new EngineShape(
                new EngineModel(shape, gpu.orElse(Gpus.H100_SXM), divides ? tensorParallel : 1),
                divides && model.isPresent() && gpu.isPresent());
    }
}
