// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.screen;

import io.wattmill.standalone.process.Facts;
import io.wattmill.twin.emulator.EmulatedNodeAddress;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one process of a site says when it serves: a line for people, a file for scripts.
 *
 * @param name of the process
 * @param ops where probes and metrics are
 */
public record ProcessLine(String name, long pid, URI ops, Facts facts) {

    /** For example {@code billing http://127.0.0.1:8092 grpc 127.0.0.1:8091 …}. */
    public String text() {
        var words = new ArrayList<String>();
        words.add("%-11s".formatted(name));
        facts.http().ifPresent(url -> words.add(url.toString()));
        facts.grpc().ifPresent(address -> words.add("grpc " + address));
        if (!facts.emulatedNodes().isEmpty()) {
            words.add(facts.emulatedNodes().size() + " emulated nodes");
        }
        words.add("probes " + ops + "/health/ready");
        facts.keys()
                .filter(Facts.Keys::fresh)
                .ifPresent(keys -> words.add("first keys in " + keys.file()));
        words.add("pid " + pid);
        return String.join("  ", words);
    }

    /** The same, and the keys of the site where this process has them. */
    public Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("service", name);
        facts.http().ifPresent(url -> json.put("url", url.toString()));
        facts.grpc().ifPresent(address -> json.put("grpc", address));
        json.put("ops", ops.toString());
        facts.keys()
                .ifPresent(
                        keys -> {
                            json.put("admin_key", keys.values().admin());
                            json.put("api_key", keys.values().developer());
                        });
        if (!facts.emulatedNodes().isEmpty()) {
            json.put("emulated_nodes", nodes());
        }
        json.put("pid", pid);
        return json;
    }

    private List<Map<String, Object>> nodes() {
        return facts.emulatedNodes().stream().map(ProcessLine::node).toList();
    }

    private static Map<String, Object> node(EmulatedNodeAddress node) {
        return Map.of(
                "node_id", node.nodeId(),
                "zone", node.zone(),
                "engine_url", node.engineUrl().toString(),
                "device_metrics_url", node.deviceMetricsUrl().toString(),
                "gpu_type", node.gpuType(),
                "gpus", node.gpus(),
                "max_running", node.maxRunning(),
                "role", node.role().name().toLowerCase(Locale.ROOT));
    }
}
