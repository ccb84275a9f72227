// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Fills a record tree from a YAML node and the environment, and collects what does not fit. */
final class RecordBinder {

    private final Map<String, String> environment;
    private final List<ConfigProblem> problems;
    private final Set<String> usedEnvironment = new HashSet<>();

    RecordBinder(Map<String, String> environment, List<ConfigProblem> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The record, or empty when something below it does not fit. */
    <T extends Record> Optional<T> bindRecord(String path, JsonNode node, Class<T> type) {
        if (!isAbsent(node) && !node.isObject()) {
            return refuse(path, "must be a mapping");
        }
        int before = problems.size();
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknownKeys(path, node, components);
        Object[] values =
                Arrays.stream(components)
                        .map(component -> bindComponent(path, node, component))
                        .toArray();
        return problems.size() == before
                ? construct(path, type, components, values)
                : Optional.empty();
    }

    /** Reports variables of a section that no setting took. */
    void reportUnusedEnvironment(String section) {
        String prefix = KebabCase.environmentName(section) + "_";
        environment.keySet().stream()
                .filter(name -> name.startsWith(prefix) && !usedEnvironment.contains(name))
                .sorted()
                .forEach(name -> refuse(name, "no setting has this environment variable"));
    }

    private void refuseUnknownKeys(String path, JsonNode node, RecordComponent[] components) {
        Set<String> known =
                Arrays.stream(components)
                        .map(c -> KebabCase.of(c.getName()))
                        .collect(Collectors.toSet());
        node.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!known.contains(key)) {
                                refuse(
                                        path + "." + key,
                                        "unknown key; known are "
                                                + known.stream().sorted().toList());
                            }
                        });
    }

    private @Nullable Object bindComponent(String path, JsonNode node, RecordComponent component) {
        String key = KebabCase.of(component.getName());
        String childPath = path + "." + key;
        return bindValue(
                        childPath,
                        node.path(key),
                        component.getGenericType(),
                        SettingRule.of(component))
                .orElse(null);
    }

    private Optional<?> bindValue(String path, JsonNode given, Type type, SettingRule rule) {
        JsonNode node = isStructured(type) ? given : overridden(path, given, rule);
        if (type instanceof ParameterizedType generic) {
            return bindGeneric(path, node, generic, rule);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            return bindRecord(path, node, raw.asSubclass(Record.class));
        }
        return isAbsent(node)
                ? refuse(path, "is required: " + Scalars.expectation(raw))
                : bindScalar(path, node, raw, rule);
    }

    private static boolean isStructured(Type type) {
        return type instanceof Class<?> raw && raw.isRecord();
    }

    private JsonNode overridden(String path, JsonNode given, SettingRule rule) {
        String name = KebabCase.environmentName(path);
        String fromEnvironment = environment.get(name);
        if (fromEnvironment != null) {
            usedEnvironment.add(name);
            return TextNode.valueOf(fromEnvironment);
        }
        return isAbsent(given)
                ? rule.defaultText().<JsonNode>map(TextNode::valueOf).orElse(given)
                : given;
    }

    private Optional<?> bindGeneric(
            String path, JsonNode node, ParameterizedType type, SettingRule rule) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            boolean none = isAbsent(node) || node.isTextual() && node.textValue().isEmpty();
            return none
                    ? Optional.of(Optional.empty())
                    : bindValue(path, node, arguments[0], rule).map(Optional::of);
        }
        return type.getRawType() == List.class
                ? bindList(path, node, arguments[0], rule)
                : bindMap(path, node, arguments[1], rule);
    }

    private Optional<?> bindList(String path, JsonNode node, Type element, SettingRule rule) {
        List<Object> values = new ArrayList<>();
        int index = 0;
        for (JsonNode item : items(node)) {
            String itemPath = path + "[" + index++ + "]";
            bindElement(itemPath, item, element, rule).ifPresent(values::add);
        }
        return node.isObject() ? refuse(path, "must be a list") : Optional.of(List.copyOf(values));
    }

    private Optional<?> bindMap(String path, JsonNode node, Type element, SettingRule rule) {
        if (!isAbsent(node) && !node.isObject() && !node.asText().isEmpty()) {
            return refuse(path, "must be a mapping");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        node.fields()
                .forEachRemaining(
                        entry ->
                                bindElement(
                                                path + "." + entry.getKey(),
                                                entry.getValue(),
                                                element,
                                                rule)
                                        .ifPresent(value -> values.put(entry.getKey(), value)));
        return Optional.of(Map.copyOf(values));
    }

    private Optional<?> bindElement(String path, JsonNode node, Type element, SettingRule rule) {
        Class<?> raw = (Class<?>) element;
        return raw.isRecord()
                ? bindRecord(path, node, raw.asSubclass(Record.class))
                : bindScalar(path, node, raw, rule);
    }

    /**
     * A YAML sequence, or the comma-separated text that an environment variable or a default gives.
     */
    private static List<JsonNode> items(JsonNode node) {
        List<JsonNode> items = new ArrayList<>();
        if (node.isTextual()) {
            for (String part : node.textValue().split(",", -1)) {
                if (!part.isBlank()) {
                    items.add(TextNode.valueOf(part.strip()));
                }
            }
        } else if (node.isArray()) {
            node.forEach(items::add);
        }
        return items;
    }

    private Optional<?> bindScalar(String path, JsonNode node, Class<?> type, SettingRule rule) {
        if (!Scalars.supports(type)) {
            throw new IllegalStateException("setting " + path + " cannot be a " + type);
        }
        Optional<Object> value =
                node.isValueNode() ? Scalars.parse(node.asText(), type) : Optional.empty();
        String shown = rule.shown(node.asText());
        if (value.isEmpty()) {
            return refuse(path, shown + " is not " + Scalars.expectation(type));
        }
        return rule.allows(value.get())
                ? value
                : refuse(path, shown + " is out of range " + rule.range());
    }

    private <T extends Record> Optional<T> construct(
            String path, Class<T> type, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(values));
        } catch (InvocationTargetException e) {
            return refuse(path, String.valueOf(e.getTargetException().getMessage()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + type, e);
        }
    }

    private <T> Optional<T> refuse(String path, String message) {
        problems.add(new ConfigProblem(path, message));
        return Optional.empty();
    }

    private static boolean isAbsent(JsonNode node) {
        return node instanceof MissingNode || node.isNull();
    }
}
