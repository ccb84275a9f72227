// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The models whose shape is known. Source: the models' public {@code config.json} (layers, widths,
 * heads, vocabulary); the parameter counts that follow, 8.03 and 70.55 billion, are the published
 * ones.
 */
public final class Models {
    public static final ModelArchitecture LLAMA_3_1_8B =
            new ModelArchitecture("llama-3.1-8b", 32, 4096, 32, 8, 128, 14336, 128256, 16, 16);
    public static final ModelArchitecture LLAMA_3_1_70B =
            new ModelArchitecture("llama-3.1-70b", 80, 8192, 64, 8, 128, 28672, 128256, 16, 16);

    private static final List<ModelArchitecture> ALL = List.of(LLAMA_3_1_8B, LLAMA_3_1_70B);

    private Models() {}

    /** Every model of the catalogue, smallest first. */
    public static List<ModelArchitecture> all() {
        return ALL;
    }

    /** The model of this catalogue name. */
    public static Optional<ModelArchitecture> find(String name) {
        return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** The largest model of the catalogue: what to assume of one that is not in it. */
    public static ModelArchitecture largest() {
        return ALL.stream()
                .max(Comparator.comparingLong(ModelArchitecture::parameterCount))
                .orElseThrow();
    }
}
