// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.wattmill.twin.weather.HourSeries;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A mapping of a file. What is wrong with a value is reported and counts as not there, so that the
 * rest of the file is read too.
 */
final class ReadSection implements Section {
    static final int MAX_ENTRIES = 10_000;

    private final String path;
    private final JsonNode node;
    private final Problems problems;
    private final ValueParser values;
    private final Set<String> known = new LinkedHashSet<>();

    ReadSection(String path, JsonNode node, Problems problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
        this.values = new ValueParser(problems);
        if (!node.isObject()) {
            problems.add(path, node, "", "is not a mapping", "write keys and values under it");
        }
    }

    @Override
    public String path() {
        return path;
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    @Override
    public OptionalLong number(Key key, Range range) {
        var value = given(key, "give " + range.text());
        return value.isEmpty()
                ? OptionalLong.empty()
                : values.number(path(key.name()), value.get(), range);
    }

    @Override
    public Optional<String> name(Key key) {
        return given(key, "write a name").flatMap(value -> values.name(path(key.name()), value));
    }

    @Override
    public Optional<String> text(Key key) {
        return given(key, "write a text").flatMap(value -> values.text(path(key.name()), value));
    }

    @Override
    public Optional<String> word(Key key, List<String> words) {
        return given(key, "write one of " + words)
                .flatMap(value -> values.word(path(key.name()), value, words));
    }

    @Override
    public List<String> names(Key key) {
        var names = new ArrayList<String>();
        var entries = entries(key);
        for (int i = 0; i < entries.size(); i++) {
            values.name(path(key.name()) + "[" + i + "]", entries.get(i)).ifPresent(names::add);
        }
        return names;
    }

    @Override
    public List<Long> series(Key key, Range range) {
        var value = Optional.ofNullable(node.get(key.name()));
        if (value.filter(JsonNode::isArray).isEmpty()) {
            return number(key, range).stream().boxed().toList();
        }
        var numbers = new ArrayList<Long>();
        var entries = entries(key);
        if (!entries.isEmpty() && !HourSeries.fits(entries.size())) {
            var count = entries.size() + " values";
            problems.add(path(key.name()), count, "", Hours.PROBLEM, Hours.fix(entries.size()));
        }
        for (int i = 0; i < entries.size(); i++) {
            var at = path(key.name()) + "[" + i + "]";
            values.number(at, entries.get(i), range).ifPresent(numbers::add);
        }
        return numbers;
    }

    @Override
    public List<Section> sections(Key key) {
        var sections = new ArrayList<Section>();
        for (var entry : entries(key)) {
            var at = path(key.name()) + "[" + sections.size() + "]";
            sections.add(new ReadSection(at, entry, problems));
        }
        return sections;
    }

    @Override
    public Section section(Key key) {
        var value = given(key, "write a mapping under " + key.name());
        var mapping = value.orElseGet(JsonNodeFactory.instance::objectNode);
        return new ReadSection(path(key.name()), mapping, problems);
    }

    @Override
    public Optional<Section> sectionIfGiven(Key key) {
        return given(key, "write a mapping under " + key.name())
                .map(mapping -> new ReadSection(path(key.name()), mapping, problems));
    }

    @Override
    public Map<String, Section> named(Key key) {
        var value = given(key, "write names, each with a mapping, under " + key.name());
        var named = new LinkedHashMap<String, Section>();
        value.filter(given -> !given.isObject() || given.size() > MAX_ENTRIES)
                .ifPresent(given -> wrongSize(key, "mapping"));
        value.filter(given -> given.isObject() && given.size() <= MAX_ENTRIES)
                .ifPresent(given -> given.fields().forEachRemaining(e -> put(named, key, e)));
        return named;
    }

    private void put(Map<String, Section> named, Key key, Map.Entry<String, JsonNode> entry) {
        var at = path(key.name()) + "." + entry.getKey();
        values.name(at, JsonNodeFactory.instance.textNode(entry.getKey()))
                .ifPresent(
                        name -> named.put(name, new ReadSection(at, entry.getValue(), problems)));
    }

    @Override
    public boolean has(Key key) {
        return node.hasNonNull(key.name());
    }

    @Override
    public void problem(String key, String value, String problem, String fix) {
        problems.add(path(key), value, "", problem, fix);
    }

    @Override
    public void close() {
        node.fieldNames().forEachRemaining(this::unknown);
    }

    private void unknown(String key) {
        if (!known.contains(key)) {
            var fix = "use one of " + known + Nearest.hint(key, known);
            problems.add(path(key), "", "", "is not a key here", fix);
        }
    }

    private Optional<JsonNode> given(Key key, String fix) {
        known.add(key.name());
        var value = Optional.ofNullable(node.get(key.name()));
        if (value.isEmpty() && key.required() && node.isObject()) {
            problems.add(path(key.name()), "", "", "is missing", fix);
        }
        if (value.filter(JsonNode::isNull).isPresent()) {
            problems.add(path(key.name()), "", "", "is empty", fix + ", or leave the key out");
        }
        return value.filter(given -> !given.isNull());
    }

    private List<JsonNode> entries(Key key) {
        var list = given(key, "write a list under " + key.name());
        if (list.isEmpty()) {
            return List.of();
        }
        var given = list.get();
        boolean empty = given.isEmpty() && key.required();
        if (!given.isArray() || empty || given.size() > MAX_ENTRIES) {
            wrongSize(key, "list");
            return List.of();
        }
        var entries = new ArrayList<JsonNode>();
        given.forEach(entries::add);
        return entries;
    }

    private void wrongSize(Key key, String form) {
        var fix = "write 1 to " + MAX_ENTRIES + " entries";
        problems.add(path(key.name()), "", "", "is not a " + form + " of that size", fix);
    }
}
