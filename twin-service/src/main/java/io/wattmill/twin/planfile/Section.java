// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One mapping of a plan file while it is read. Each getter notes its key, reports what is wrong
 * with the value and answers a harmless stand-in then, so that the rest of the file is read too.
 * {@link #close} reports the keys that nobody asked for.
 */
final class Section {
    private static final int MAX_ENTRIES = 10_000;

    private final String path;
    private final JsonNode node;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    Section(String path, JsonNode node, Problems problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
        if (!node.isObject()) {
            problems.add(path, node, "", "is not a mapping", "write keys and values under it");
        }
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** A name: letters, digits, dot, dash, underscore. */
    String name(String key, String example) {
        var value = want(key, "write " + key + ": " + example);
        return value.map(v -> name(key, v, example)).orElse("");
    }

    /** A whole number within bounds, required. */
    long whole(String key, String unit, long min, long max) {
        return required(key, new Range(unit, 1, min, max));
    }

    /** A whole number within bounds, or the given one. */
    long whole(String key, String unit, long min, long max, long otherwise) {
        return optional(key, new Range(unit, 1, min, max)).orElse(otherwise);
    }

    /** A whole number within bounds, if given. */
    OptionalLong wholeIfGiven(String key, String unit, long min, long max) {
        return optional(key, new Range(unit, 1, min, max));
    }

    /** Watts from a decimal number of kilowatts, required. */
    long watts(String key, long maxKilowatts) {
        return required(key, new Range("kW", 1_000, 1, maxKilowatts * 1_000));
    }

    /** Watts from a decimal number of kilowatts, if given. */
    OptionalLong wattsIfGiven(String key, long maxKilowatts) {
        return optional(key, new Range("kW", 1_000, 1, maxKilowatts * 1_000));
    }

    /** Millionths from a decimal between 0 and 1, or the given number of millionths. */
    long share(String key, long otherwisePpm) {
        return optional(key, new Range("(0 to 1)", 1_000_000, 1, 1_000_000)).orElse(otherwisePpm);
    }

    /** A number within bounds, required. */
    long number(String key, Range range) {
        return required(key, range);
    }

    /** A number within bounds, if given. */
    OptionalLong numberIfGiven(String key, Range range) {
        return optional(key, range);
    }

    /** One number, or a list of them, within bounds; none if not given. */
    List<Long> series(String key, Range range) {
        var value = given(key);
        if (value.isEmpty()) {
            return List.of();
        }
        var single = !value.get().isArray();
        var entries = single ? List.of(value.get()) : entries(key, true);
        return entries.stream().map(entry -> number(key, entry, range)).toList();
    }

    /** One of the given words. */
    String word(String key, List<String> words) {
        var value = want(key, "write one of " + words).orElse(null);
        if (value == null || words.contains(value.asText())) {
            return value == null ? words.getFirst() : value.asText();
        }
        problems.add(path(key), value, "", "is not known here", "write one of " + words);
        return words.getFirst();
    }

    /** A name, if given. */
    Optional<String> nameIfGiven(String key, String example) {
        return given(key).map(value -> name(key, value, example));
    }

    /** The names of a list, required and not empty. */
    List<String> names(String key, String example) {
        return names(key, true, example);
    }

    /** The names of a list, if given. */
    List<String> namesIfGiven(String key, String example) {
        return names(key, false, example);
    }

    private List<String> names(String key, boolean needed, String example) {
        var names = new ArrayList<String>();
        for (var entry : entries(key, needed)) {
            names.add(name(key, entry, example));
        }
        return names;
    }

    /** The mappings of a list. */
    List<Section> sections(String key, boolean needed) {
        var sections = new ArrayList<Section>();
        for (var entry : entries(key, needed)) {
            var at = path(key) + "[" + sections.size() + "]";
            sections.add(new Section(at, entry, problems));
        }
        return sections;
    }

    /** The mapping under a key, required. */
    Section section(String key) {
        var value = want(key, "write a mapping under " + key);
        return new Section(
                path(key), value.orElseGet(JsonNodeFactory.instance::objectNode), problems);
    }

    /** The mapping under a key, or an empty one. */
    Section sectionIfGiven(String key) {
        var value = given(key).orElseGet(JsonNodeFactory.instance::objectNode);
        return new Section(path(key), value, problems);
    }

    /** The keys of this mapping, each of which is a name that the author chose. */
    List<String> chosenKeys() {
        var keys = new ArrayList<String>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys.subList(0, Math.min(keys.size(), MAX_ENTRIES));
    }

    /** Reports the keys that were never asked for. */
    void close() {
        node.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!known.contains(key)) {
                                problems.add(
                                        path(key),
                                        "",
                                        "",
                                        "is not a key here",
                                        "use one of " + known);
                            }
                        });
    }

    void problem(String key, String value, String problem, String fix) {
        problems.add(path(key), value, "", problem, fix);
    }

    private Optional<JsonNode> given(String key) {
        known.add(key);
        return Optional.ofNullable(node.get(key)).filter(value -> !value.isNull());
    }

    private Optional<JsonNode> want(String key, String fix) {
        var value = given(key);
        if (value.isEmpty()) {
            problems.add(path(key), "", "", "is missing", fix);
        }
        return value;
    }

    private String name(String key, JsonNode value, String example) {
        if (value.isValueNode() && value.asText().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            return value.asText();
        }
        var fix = "1 to 63 letters, digits, '.', '-' or '_', for example " + example;
        problems.add(path(key), value, "", "is not a name", fix);
        return "";
    }

    private List<JsonNode> entries(String key, boolean needed) {
        var list = needed ? want(key, "write a list under " + key) : given(key);
        if (list.isEmpty()) {
            return List.of();
        }
        var node = list.get();
        if (!node.isArray() || (needed && node.isEmpty()) || node.size() > MAX_ENTRIES) {
            var fix = "write 1 to " + MAX_ENTRIES + " entries, each after a dash";
            problems.add(path(key), "", "", "is not a list of that size", fix);
            return List.of();
        }
        var entries = new ArrayList<JsonNode>();
        node.forEach(entries::add);
        return entries;
    }

    private long required(String key, Range range) {
        return want(key, "give " + range.text())
                .map(value -> number(key, value, range))
                .orElse(range.min());
    }

    private OptionalLong optional(String key, Range range) {
        var value = given(key);
        return value.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(number(key, value.get(), range));
    }

    private long number(String key, JsonNode value, Range range) {
        if (!value.isNumber()) {
            var fix = "give " + range.text() + " without the unit";
            problems.add(path(key), value, range.unit(), "is not a number", fix);
            return range.min();
        }
        var scaled = value.decimalValue().multiply(BigDecimal.valueOf(range.scale()));
        if (scaled.compareTo(BigDecimal.valueOf(range.min())) < 0
                || scaled.compareTo(BigDecimal.valueOf(range.max())) > 0) {
            problems.add(
                    path(key), value, range.unit(), "is out of bounds", "give " + range.text());
            return range.min();
        }
        if (scaled.stripTrailingZeros().scale() > 0) {
            problems.add(path(key), value, range.unit(), "is finer than counted", range.step());
            return range.min();
        }
        return scaled.longValueExact();
    }
}
