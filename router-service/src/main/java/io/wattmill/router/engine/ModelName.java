// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a published model's name says.
 *
 * @param shape catalogue name
 * @param format of the weights, where the name tells
 */
record ModelName(String shape, Optional<WeightFormat> format) {
    private static final Map<String, WeightFormat> FORMATS =
            Map.of(
                    "-bf16", WeightFormat.BF16,
                    "-fp8", WeightFormat.FP8,
                    "-fp4", WeightFormat.NVFP4,
                    "-nvfp4", WeightFormat.NVFP4,
                    "-int4", WeightFormat.INT4);

    // Dates and tunings of the same shape, which come in any order.
    private static final List<String> TAILS =
            List.of(
                    "-instruct",
                    "-chat",
                    "-hf",
                    "-0324",
                    "-0528",
                    "-0905",
                    "-2507",
                    "-v0.1",
                    "-v0.3",
                    "-thinking",
                    "-base");

    static ModelName of(String name) {
        String bare = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        Optional<String> suffix = FORMATS.keySet().stream().filter(bare::endsWith).max(BY_LENGTH);
        String shape = suffix.map(end -> withoutEnd(bare, end)).orElse(bare);
        return new ModelName(plain(shape), suffix.map(FORMATS::get));
    }

    private static final Comparator<String> BY_LENGTH = Comparator.comparingInt(String::length);

    private static String plain(String shape) {
        String rest = shape.startsWith("meta-") ? shape.substring("meta-".length()) : shape;
        Optional<String> tail = tailOf(rest);
        while (tail.isPresent()) {
            rest = withoutEnd(rest, tail.get());
            tail = tailOf(rest);
        }
        return rest;
    }

    private static Optional<String> tailOf(String name) {
        return TAILS.stream().filter(name::endsWith).findFirst();
    }

    private static String withoutEnd(String text, String end) {
        return text.substring(0, text.length() - end.length());
    }
}
