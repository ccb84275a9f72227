// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.agent.inference.EngineLatency;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.rate.EngineRate;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.contract.common.v1.EnergyCoefficients;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;

/** One engine of the node's page. */
final class EngineJson {

    private EngineJson() {}

    static ObjectNode of(NodeFacts facts, EngineStatus engine) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", engine.config().id())
                        .put("kind", engine.config().kind().wireName())
                        .put("url", engine.config().url().toString())
                        .put("role", engine.config().role().word());
        devices(json.putArray("gpus"), facts, engine);
        json.put("gpus_known_by", engine.devices().text());
        ArrayNode models = json.putArray("models");
        engine.models().forEach(model -> models.add(model.model()));
        switch (engine.scan()) {
            case EngineScan.Unreached(var failure) ->
                    json.put("reachable", false).put("reason", failure.text());
            case EngineScan.Reached(EngineReading reading, _) -> load(json, reading);
        }
        latency(json, engine.latency());
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
        json.put("reachable", true);
        put(json, reading, Figure.RUNNING, "running", reading.running());
        put(json, reading, Figure.WAITING, "waiting", reading.waiting());
        put(json, reading, Figure.KV_USED, "kv_used_ppm", reading.kvUsedPpm());
        put(json, reading, Figure.PROMPT_TOKENS, "prompt_tokens", reading.promptTokens());
        put(json, reading, Figure.CACHED_TOKENS, "cached_tokens", reading.cachedTokens());
        put(json, reading, Figure.GENERATED_TOKENS, "generated_tokens", reading.generatedTokens());
    }

    private static void put(
            ObjectNode json, EngineReading reading, Figure figure, String name, long value) {
        if (reading.tells(figure)) {
            json.put(name, value);
        }
    }

    private static void latency(ObjectNode json, EngineLatency lately) {
        lately.ttftP50Us().ifPresent(us -> json.put("ttft_p50_us", us));
        lately.ttftP99Us().ifPresent(us -> json.put("ttft_p99_us", us));
        lately.tpotP50Us().ifPresent(us -> json.put("tpot_p50_us", us));
        lately.tpotP99Us().ifPresent(us -> json.put("tpot_p99_us", us));
    }

    private static void pace(ObjectNode json, EngineRate rate) {
        json.put("tokens_per_second", rounded(rate.tokensPerSecond()));
        put(json, "prompt_tokens_per_second", rate.promptTokensPerSecond());
        put(json, "power_watts", rate.watts());
        put(json, "tokens_per_joule", rate.tokensPerJoule());
    }

    private static void put(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresent(figure -> json.put(name, rounded(figure)));
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
