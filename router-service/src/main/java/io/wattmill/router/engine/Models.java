// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.util.List;
import java.util.Locale;
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

    private static final String FP8 = "-fp8";
    private static final List<ModelArchitecture> ALL = List.of(LLAMA_3_1_8B, LLAMA_3_1_70B);

    private Models() {}

    /** Every model of the catalogue, smallest first. */
    public static List<ModelArchitecture> all() {
        return ALL;
    }

    /**
     * The model of this name. Organization, {@code meta-} and {@code -instruct} do not matter, so
     * that {@code meta-llama/Llama-3.1-8B-Instruct} is {@code llama-3.1-8b}; a name that ends in
     * {@code -fp8} has weights of 8 bits.
     */
    public static Optional<ModelArchitecture> find(String name) {
        String bare = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        boolean fp8 = bare.endsWith(FP8);
        String shape = stripSuffix(stripSuffix(bare, FP8), "-instruct");
        String key = shape.startsWith("meta-") ? shape.substring("meta-".length()) : shape;
        return ALL.stream()
                .filter(model -> model.name().equals(key))
                .map(model -> fp8 ? model.withWeightBits(8) : model)
                .findFirst();
    }

    private static String stripSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }
}
