// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a fleet from YAML: {@code nodes}, a list of groups with {@code count}, {@code gpu}, {@code
 * model}, {@code tp} (GPUs of each node, default 1) and {@code kv-tokens} (default: what fits).
 */
public final class FleetReader {
    private static final int MOST_CHARS = 1 << 16;
    private static final int MOST_NODES = 1_024;
    private static final ObjectMapper YAML =
            new ObjectMapper(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final List<String> problems = new ArrayList<>();
    private final List<EngineGroup> groups = new ArrayList<>();

    private FleetReader() {}

    /** The fleet, or all that is wrong with the text. */
    public static FleetReading read(String yaml) {
        var reader = new FleetReader();
        if (yaml.length() > MOST_CHARS) {
            return new FleetReading.Refused(List.of("the file is longer than 64 KiB; shorten it"));
        }
        try {
            reader.root(YAML.readTree(yaml));
        } catch (JsonProcessingException notYaml) {
            reader.problems.add("is not YAML: " + notYaml.getOriginalMessage());
        }
        return reader.problems.isEmpty()
                ? new FleetReading.Understood(new FleetSpec(reader.groups))
                : new FleetReading.Refused(reader.problems);
    }

    private void root(JsonNode root) {
        JsonNode nodes = root.path("nodes");
        root.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!name.equals("nodes")) {
                                problems.add(name + ": is not known; the only key is nodes");
                            }
                        });
        if (!nodes.isArray() || nodes.isEmpty()) {
            problems.add(
                    "nodes: is no list; write - {count: 8, gpu: h100-sxm, model: llama-3.1-8b}");
            return;
        }
        for (int i = 0; i < nodes.size(); i++) {
            group(new GroupFields("nodes[" + i + "]", nodes.get(i), problems));
        }
        checkWhole();
    }

    private void group(GroupFields fields) {
        Optional<EngineGroup> group = fields.group();
        group.ifPresent(groups::add);
    }

    private void checkWhole() {
        int nodes = groups.stream().mapToInt(EngineGroup::count).sum();
        if (nodes > MOST_NODES) {
            problems.add("nodes: " + nodes + " in all; at most " + MOST_NODES);
        }
        var models = groups.stream().map(group -> group.model().name()).distinct().toList();
        if (models.size() > 1) {
            problems.add("nodes: serve " + models + "; all groups serve one model");
        }
    }
}
