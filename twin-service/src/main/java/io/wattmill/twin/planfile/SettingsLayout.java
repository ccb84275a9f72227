// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.serving.Serving.Backend;
import io.wattmill.twin.plan.serving.Serving.KvOffload;
import io.wattmill.twin.plan.serving.Serving.Precision;
import io.wattmill.twin.plan.serving.Serving.Settings;

/** What the engine of a deployment is and how it is set. */
final class SettingsLayout {
    private SettingsLayout() {}

    static Settings settings(Section in, String model) {
        var usual = Settings.USUAL;
        var precision = new EnumWords<>(Precision.class);
        var weights =
                in.choiceOr(
                        Key.may("weights", "How weights are stored; else as the catalogue says"),
                        precision,
                        named(model));
        if (weights.stated() && says(model) && weights.value() != named(model).value()) {
            in.problem(
                    "weights",
                    precision.of(weights.value()),
                    "contradicts the model's name " + model,
                    "leave weights out, or -fp8 and its like off the name");
        }
        return new Settings(
                in.choice(
                        Key.may("backend", "The engine"),
                        new EnumWords<>(Backend.class),
                        usual.backend()),
                weights,
                in.choice(Key.may("kv", "How the KV cache is stored"), precision, usual.kv()),
                in.real(
                        Key.may("prefix-cache-hit", "Part of prompts that is cached already"),
                        Range.share(),
                        usual.prefixCacheHit()),
                in.real(
                        Key.may("acceptance-length", "Tokens per step, speculative decoding"),
                        Range.real("tokens", 1, 16),
                        usual.acceptanceLength()),
                in.choice(
                        Key.may("kv-offload", "Where KV cache goes that GPUs have no room for"),
                        new EnumWords<>(KvOffload.class),
                        usual.kvOffload()));
    }

    private static Given<Precision> named(String model) {
        return Catalogue.weights(model)
                .map(known -> Given.defaulted(known, Provenance.DERIVED, "model catalogue"))
                .orElse(Settings.USUAL.weights());
    }

    /** A name that ends in its format leaves no choice. */
    private static boolean says(String model) {
        return model.matches(".*-(bf16|fp8|fp4|nvfp4|int4)");
    }
}
