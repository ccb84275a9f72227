// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.rate.EngineRate;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.contract.common.v1.EnergyCoefficients;

import java.math.BigDecimal;
import java.math.MathContext;

/** One engine of the node's page. */
final class EngineJson {

    private EngineJson() {}

    static ObjectNode of(NodeFacts facts, EngineStatus engine) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", engine.config().id())
                        .put("kind", engine.config().kind().wireName())
                        .put("url", engine.config().url().toString());
        devices(json.putArray("gpus"), facts, engine);
        ArrayNode models = json.putArray("models");
        engine.models().forEach(model -> models.add(model.model()));
        switch (engine.scan()) {
            case EngineScan.Unreached(var failure) ->
                    json.put("reachable", false).put("reason", failure.text());
            case EngineScan.Reached(EngineReading reading, _) -> load(json, reading);
        }
        facts.rate(engine).ifPresent(rate -> pace(json, rate));
        facts.picture().coefficients(engine).ifPresent(model -> energyModel(json, model));
        return json;
    }

    private static void devices(ArrayNode gpus, NodeFacts facts, EngineStatus engine) {
        for (DeviceStatus device : facts.picture().devices()) {
            if (facts.enginesOn(device).contains(engine)) {
                gpus.add(facts.number(device));
            }
        }
    }

    private static void load(ObjectNode json, EngineReading reading) {
        json.put("reachable", true)
                .put("running", reading.running())
                .put("waiting", reading.waiting())
                .put("kv_used_ppm", reading.kvUsedPpm())
                .put("prompt_tokens", reading.promptTokens())
                .put("cached_tokens", reading.cachedTokens())
                .put("generated_tokens", reading.generatedTokens());
    }

    private static void pace(ObjectNode json, EngineRate rate) {
        json.put("tokens_per_second", rounded(rate.tokensPerSecond()))
                .put("prompt_tokens_per_second", rounded(rate.promptTokensPerSecond()));
        rate.watts().ifPresent(watts -> json.put("power_watts", rounded(watts)));
        rate.tokensPerJoule().ifPresent(value -> json.put("tokens_per_joule", rounded(value)));
    }

    private static void energyModel(ObjectNode json, EnergyCoefficients model) {
        json.putObject("energy_model")
                .put("method", model.getMethod())
                .put("prefill_uj_per_token", model.getPrefillUjPerToken())
                .put("decode_uj_per_token", model.getDecodeUjPerToken())
                .put("kv_read_pj_per_token", model.getKvReadPjPerToken())
                .put("base_power_mw", model.getBasePowerMw())
                .put("relative_error_ppm", model.getRelativeErrorPpm());
    }

    /** As many digits as mean something. */
    static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).round(MathContext.DECIMAL32);
    }
}
