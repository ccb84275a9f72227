// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The configuration of a process: one YAML document with a section per service, and environment
 * variables over it.
 *
 * <p>{@code gateway.http.port} is overridden by {@code WATTMILL_GATEWAY_HTTP_PORT}. Keys are the
 * kebab-case names of record components. Unknown keys, bad values and missing required ones are all
 * reported in one {@link ConfigException}.
 */
public final class Configuration {

    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private final JsonNode root;
    private final Map<String, String> environment;

    /** What fitted: a start checks its sections, and then asks for them again. */
    private final Map<Section, Record> bound = new ConcurrentHashMap<>();

    private record Section(String name, Class<? extends Record> type) {}

    private Configuration(JsonNode root, Map<String, String> environment) {
        this.root = root;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads a file, or nothing, and settings that are files of their own (see {@link SecretFiles});
     * {@link ConfigException} when one cannot be read or the document is not YAML.
     */
    public static Configuration load(Optional<Path> yaml, Map<String, String> environment) {
        return parse(yaml.map(Configuration::read).orElse(""), SecretFiles.under(environment));
    }

    /** Parses a document; {@link ConfigException} when it is not a YAML mapping. */
    public static Configuration parse(String yaml, Map<String, String> environment) {
        try {
            JsonNode node = YAML.readTree(yaml);
            JsonNode root =
                    node == null || node.isMissingNode() || node.isNull()
                            ? JsonNodeFactory.instance.objectNode()
                            : node;
            if (!root.isObject()) {
                throw problem("", "the document must be a mapping of sections");
            }
            return new Configuration(root, environment);
        } catch (JsonProcessingException e) {
            throw problem("", "not YAML: " + e.getOriginalMessage());
        }
    }

    /** The defaults of a record tree; {@link ConfigException} when it has required settings. */
    public static <T extends Record> T defaults(Class<T> type) {
        return parse("", Map.of()).section("defaults", type);
    }

    /** Binds one section, once; an absent one takes every default. */
    public <T extends Record> T section(String name, Class<T> type) {
        List<ConfigProblem> problems = new ArrayList<>();
        Optional<T> bound = bind(name, type, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return bound.orElseThrow();
    }

    /** Throws one exception with every problem of every section, unknown sections included. */
    public void check(Map<String, Class<? extends Record>> sections) {
        check(sections, sections.keySet());
    }

    /**
     * As {@link #check(Map)}, in a document that others share.
     *
     * @param known every section that the document may have; those that are not in {@code sections}
     *     are not looked at
     */
    public void check(Map<String, Class<? extends Record>> sections, Set<String> known) {
        List<ConfigProblem> problems = new ArrayList<>();
        sections.forEach((name, type) -> bind(name, type, problems));
        unknownSections(known).forEach(problems::add);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** Whether the document has this section. */
    public boolean has(String section) {
        return root.has(section);
    }

    /** Whether the document itself has a setting: {@code "gateway.http.port"}. */
    public boolean says(String setting) {
        JsonNode at = root;
        for (var part : setting.split("\\.")) {
            at = at.path(part);
        }
        return !at.isMissingNode();
    }

    private List<ConfigProblem> unknownSections(Set<String> known) {
        List<ConfigProblem> problems = new ArrayList<>();
        root.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                problems.add(
                                        new ConfigProblem(
                                                name,
                                                "unknown section; known are "
                                                        + new TreeSet<>(known)));
                            }
                        });
        return problems;
    }

    private <T extends Record> Optional<T> bind(
            String name, Class<T> type, List<ConfigProblem> problems) {
        Record known = bound.get(new Section(name, type));
        return known == null ? bindAnew(name, type, problems) : Optional.of(type.cast(known));
    }

    private <T extends Record> Optional<T> bindAnew(
            String name, Class<T> type, List<ConfigProblem> problems) {
        int before = problems.size();
        RecordBinder binder = new RecordBinder(environment, problems);
        Optional<T> section = binder.bindRecord(name, root.path(name), type);
        binder.reportUnusedEnvironment(name);
        if (problems.size() == before) {
            section.ifPresent(it -> bound.put(new Section(name, type), it));
        }
        return section;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw problem(file.toString(), "cannot be read: " + e.getMessage());
        }
    }

    private static ConfigException problem(String path, String message) {
        return new ConfigException(List.of(new ConfigProblem(path, message)));
    }
}
