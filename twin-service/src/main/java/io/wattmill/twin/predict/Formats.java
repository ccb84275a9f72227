// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.WeightFormat;

import java.util.Locale;
import java.util.Optional;

/** In which formats a published row's model runs. */
final class Formats {
    private static final int EIGHT_BITS = 8;

    private Formats() {}

    /**
     * The model as the row says. Four bits are the experts' alone where there are experts: that is
     * how such models are published. Models of 8 bits and fewer run with a KV cache of 8 bits in
     * InferenceX and in TensorRT-LLM.
     */
    static ModelArchitecture of(PointRow row, EngineBackend backend, ModelArchitecture published) {
        ModelArchitecture model =
                named(row).map(format -> in(published, format)).orElse(bare(row, published));
        boolean few = model.expertWeights().bytes() <= 1 && model.hasExperts() || isFew(model);
        boolean eight = few && (row.isBenchmark() || backend == EngineBackend.TRTLLM);
        return eight ? model.withKvBits(EIGHT_BITS) : model;
    }

    private static boolean isFew(ModelArchitecture model) {
        return model.weights().bytes() <= 1;
    }

    private static Optional<WeightFormat> named(PointRow row) {
        return PointRow.format(row.text("precision"))
                .or(() -> PointRow.format(row.text("gemm_quant_mode")));
    }

    /** Nothing is said: as published under this name. */
    private static ModelArchitecture bare(PointRow row, ModelArchitecture published) {
        boolean fp8 = row.text("model_path").toLowerCase(Locale.ROOT).contains("fp8");
        return fp8 ? published.withWeightBits(EIGHT_BITS) : published;
    }

    private static ModelArchitecture in(ModelArchitecture model, WeightFormat format) {
        return model.expertWeights() == WeightFormat.MXFP4 ? model : Models.in(model, format);
    }
}
