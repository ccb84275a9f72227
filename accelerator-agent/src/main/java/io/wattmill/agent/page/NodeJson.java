// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.agent.report.NodePicture;
import io.wattmill.agent.report.Standing;

/**
 * The node as JSON: for {@code wattmill agent top}, and for whoever would rather not read metrics.
 * What is not known is not there, never zero; units are in the names.
 */
public final class NodeJson {

    private NodeJson() {}

    /** The page. */
    public static String of(NodeFacts facts) {
        ObjectNode json = node(facts);
        ArrayNode devices = json.putArray("devices");
        for (DeviceStatus device : facts.picture().devices()) {
            devices.add(DeviceJson.of(facts, device));
        }
        ArrayNode hosts = json.putArray("hosts");
        for (HostReading host : facts.picture().hosts()) {
            hosts.addObject().put("source", host.source()).put("energy_uj", host.energyUj());
        }
        ArrayNode engines = json.putArray("engines");
        for (EngineStatus engine : facts.picture().engines()) {
            engines.add(EngineJson.of(facts, engine));
        }
        return json.toString();
    }

    private static ObjectNode node(NodeFacts facts) {
        NodePicture picture = facts.picture();
        NodeIdentity identity = picture.identity();
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("node", identity.nodeId())
                        .put("hostname", facts.hostname())
                        .put("zone", identity.zone())
                        .put("agent_version", identity.agentVersion())
                        .put("at_us", facts.atUs())
                        .put("emulated", picture.isEmulated())
                        .put("router_accepts", facts.routerTrouble().isEmpty());
        facts.routerTrouble().ifPresent(why -> json.put("router_trouble", why));
        json.put("health", picture.diagnosis().fitness().label());
        if (!picture.diagnosis().reason().isEmpty()) {
            json.put("health_reason", picture.diagnosis().reason());
        }
        picture.deviceTrouble().ifPresent(why -> json.put("device_trouble", why.text()));
        return standing(json, picture.standing());
    }

    private static ObjectNode standing(ObjectNode json, Standing standing) {
        return switch (standing) {
            case Standing.Working() -> json.put("standing", "working");
            case Standing.Draining(String reason) ->
                    json.put("standing", "draining").put("standing_reason", reason);
        };
    }
}
