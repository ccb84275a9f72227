// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.agent.discovery.Found;
import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.ModelScan;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.search.EngineProfile;

import java.util.List;

/** The engines of a report for a script. */
final class EngineJson {

    private EngineJson() {}

    static ObjectNode of(EngineFindings findings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        findings.failure().ifPresent(why -> json.put("missing", why));
        ArrayNode ports = json.putArray("asked_ports");
        findings.asked().forEach(ports::add);
        ArrayNode found = json.putArray("found");
        findings.engines().forEach(engine -> engine(engine, found.addObject()));
        ArrayNode passed = json.putArray("passed_over");
        findings.passed()
                .forEach(it -> passed.addObject().put("what", it.what()).put("why", it.why()));
        return json;
    }

    private static void engine(EngineProfile profile, ObjectNode json) {
        Found found = profile.found();
        json.put("kind", found.engine().kind().wireName());
        if (!profile.version().isEmpty()) {
            json.put("version", profile.version());
        }
        json.put("port", found.engine().url().getPort());
        found.pid().ifPresent(pid -> json.put("pid", pid));
        json.put("tensor_parallel", found.engine().tensorParallel());
        json.put("role", found.engine().role().word());
        devices(found.devices(), json);
        models(profile.models(), json);
        metrics(profile.scan(), json.putObject("metrics"));
    }

    private static void devices(DeviceClaim claim, ObjectNode json) {
        switch (claim) {
            case DeviceClaim.WholeNode _ -> json.put("devices", "all");
            case DeviceClaim.These(List<String> ids, _) -> {
                ArrayNode devices = json.putArray("device_ids");
                ids.forEach(devices::add);
            }
            case DeviceClaim.Unknown _ -> json.put("devices", "unknown");
        }
        json.put("devices_known_by", claim.text());
    }

    private static void models(ModelScan scan, ObjectNode json) {
        switch (scan) {
            case ModelScan.Listed(List<ServedModelReading> listed) -> {
                ArrayNode models = json.putArray("models");
                listed.forEach(model -> models.add(model.model()));
            }
            case ModelScan.Unlisted(var why) -> json.put("models_missing", why.text());
        }
    }

    private static void metrics(EngineScan scan, ObjectNode json) {
        switch (scan) {
            case EngineScan.Reached(EngineReading reading, _) -> {
                ArrayNode tells = json.putArray("tells");
                ArrayNode lacks = json.putArray("lacks");
                for (Figure figure : Figure.values()) {
                    (reading.tells(figure) ? tells : lacks).add(figure.label());
                }
            }
            case EngineScan.Unreached(var why) -> json.put("missing", why.text());
        }
    }
}
