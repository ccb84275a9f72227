// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.deploy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The documents of deploy/kubernetes/base, and ways through them. */
record Manifests(List<JsonNode> documents) {

    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    /** Configuration that a manifest carries, not a manifest. */
    private static final String SETTINGS = "wattmill.yaml";

    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet");

    /** Every manifest of the base, the kustomization included. */
    static Manifests read() throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (Path file : Repository.files(Repository.KUBERNETES, ".yaml")) {
            if (!file.endsWith(SETTINGS)) {
                documents.addAll(parse(Files.readString(file)).documents());
            }
        }
        return new Manifests(documents);
    }

    /** The documents of one text. */
    static Manifests parse(String yaml) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return new Manifests(documents.readAll());
        }
    }

    List<JsonNode> ofKind(String kind) {
        return documents.stream().filter(node -> node.path("kind").asText().equals(kind)).toList();
    }

    List<JsonNode> workloads() {
        return documents.stream()
                .filter(node -> WORKLOADS.contains(node.path("kind").asText()))
                .toList();
    }

    static String name(JsonNode document) {
        return document.at("/metadata/name").asText();
    }

    static JsonNode pod(JsonNode workload) {
        return workload.at("/spec/template/spec");
    }

    static JsonNode podLabels(JsonNode workload) {
        return workload.at("/spec/template/metadata/labels");
    }

    /** The workloads whose pods have these labels. */
    List<JsonNode> selectedBy(JsonNode labels) {
        return workloads().stream().filter(node -> hasAll(podLabels(node), labels)).toList();
    }

    private static boolean hasAll(JsonNode labels, JsonNode wanted) {
        return wanted.properties().stream()
                .allMatch(entry -> entry.getValue().equals(labels.path(entry.getKey())));
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
