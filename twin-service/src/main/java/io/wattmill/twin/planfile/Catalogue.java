// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.twin.plan.serving.Serving.Precision;

import java.util.List;
import java.util.Optional;

/** What a plan may name of GPUs and models: what the engine catalogue knows. */
final class Catalogue {
    private Catalogue() {}

    static boolean knowsGpu(String name) {
        return Gpus.find(name).isPresent();
    }

    static List<String> gpus() {
        return Gpus.all().stream().map(GpuSpec::name).toList();
    }

    static boolean knowsModel(String name) {
        return Models.find(name).isPresent();
    }

    static List<String> models() {
        return Models.all().stream().map(ModelArchitecture::name).toList();
    }

    /** How the weights of the model are stored unless a plan says otherwise: most of them. */
    static Optional<Precision> weights(String model) {
        return Models.find(model)
                .map(each -> each.hasExperts() ? each.expertWeights() : each.weights())
                .map(format -> precision(format.wholeBits()));
    }

    private static Precision precision(int bits) {
        return switch (bits) {
            case 16 -> Precision.BF16;
            case 8 -> Precision.FP8;
            default -> Precision.FP4;
        };
    }
}
