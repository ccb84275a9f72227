// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.fleet;

import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.ServedModel;

import java.util.stream.Stream;

/**
 * What callers may ask an engine for: its models, and LoRA adapters by their own names where it
 * takes those. vLLM does; SGLang would answer with the bare model.
 */
public final class ServedNames {
    private static final String NAMES_ADAPTERS = "vllm";

    private ServedNames() {}

    /** All that it can be asked for. */
    public static Stream<String> of(EngineView engine) {
        return engine.getModelsList().stream().flatMap(model -> of(engine, model));
    }

    /** The model's own name, then those of its adapters. */
    public static Stream<String> of(EngineView engine, ServedModel model) {
        Stream<String> own = Stream.of(model.getModel());
        return engine.getKind().equals(NAMES_ADAPTERS)
                ? Stream.concat(own, model.getLoraAdaptersList().stream())
                : own;
    }

    /** Whether it can be asked for this. */
    public static boolean has(EngineView engine, String name) {
        return of(engine).anyMatch(name::equals);
    }

    /** Whether the engine has a model of this name. */
    public static boolean hasModel(EngineView engine, String name) {
        return engine.getModelsList().stream().anyMatch(model -> model.getModel().equals(name));
    }
}
