// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.health.DeviceCondition;
import io.wattmill.agent.rate.EngineRate;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One device of the node's page. */
final class DeviceJson {

    /** Quantities that are shown as they are; the page's names, units in them. */
    private static final Map<Quantity, String> PLAIN =
            new EnumMap<>(
                    Map.of(
                            Quantity.POWER_MW, "power_mw",
                            Quantity.POWER_CAP_MW, "power_cap_mw",
                            Quantity.TEMPERATURE_C, "temperature_c",
                            Quantity.SM_CLOCK_MHZ, "sm_clock_mhz",
                            Quantity.UTILIZATION_PPM, "utilization_ppm",
                            Quantity.MEMORY_USED_MIB, "memory_used_mib",
                            Quantity.XID, "last_xid"));

    private static final int MIB_BITS = 20;

    private DeviceJson() {}

    static ObjectNode of(NodeFacts facts, DeviceStatus device) {
        DeviceReading reading = device.reading();
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("gpu", facts.number(device))
                        .put("id", reading.deviceId())
                        .put("bus_id", reading.facts().busId())
                        .put("model", reading.modelName());
        ArrayNode names = json.putArray("engines");
        facts.enginesOn(device).forEach(engine -> names.add(engine.config().id()));
        facts.condition(device).ifPresent(condition -> health(json, condition));
        if (facts.picture().deviceTrouble().isPresent()) {
            return json.put("state", "unread");
        }
        if (reading.silence().isPresent()) {
            return json.put("state", "silent").put("silence", reading.silence().get().text());
        }
        PLAIN.forEach(
                (quantity, name) ->
                        reading.value(quantity).ifPresent(value -> json.put(name, value)));
        if (device.memoryBytes() > 0) {
            json.put("memory_mib", device.memoryBytes() >> MIB_BITS);
        }
        meter(json, device);
        pace(json, facts, device);
        return state(json, reading);
    }

    private static void health(ObjectNode json, DeviceCondition condition) {
        json.put("health", condition.fitness().label())
                .put("health_reason", condition.reason())
                .put("health_since_us", condition.sinceUs());
    }

    private static void meter(ObjectNode json, DeviceStatus device) {
        device.energy()
                .ifPresent(
                        energy ->
                                json.put("energy_uj", energy.energyUj())
                                        .put("energy_quality_ppm", energy.qualityPpm())
                                        .put(
                                                "energy_source",
                                                energy.source().name().toLowerCase(Locale.ROOT)));
    }

    /** The device's share of what its engine makes: engines spread their work evenly. */
    private static void pace(ObjectNode json, NodeFacts facts, DeviceStatus device) {
        List<EngineStatus> engines = facts.enginesOn(device);
        if (engines.size() != 1) {
            return;
        }
        EngineStatus engine = engines.getFirst();
        Optional<EngineRate> rate = facts.rate(engine);
        int devices = Math.max(1, facts.picture().deviceIds(engine).size());
        rate.ifPresent(
                pace ->
                        json.put(
                                "tokens_per_second",
                                EngineJson.rounded(pace.tokensPerSecond() / devices)));
        rate.ifPresent(
                pace ->
                        pace.tokensPerJoule()
                                .ifPresent(
                                        value ->
                                                json.put(
                                                        "tokens_per_joule",
                                                        EngineJson.rounded(value))));
    }

    private static ObjectNode state(ObjectNode json, DeviceReading reading) {
        List<String> slow = Slowdown.words(reading.orZero(Quantity.THROTTLE_REASONS));
        ArrayNode reasons = json.putArray("slow_because");
        slow.forEach(reasons::add);
        return json.put("state", slow.isEmpty() ? "ok" : slow.getFirst());
    }
}
