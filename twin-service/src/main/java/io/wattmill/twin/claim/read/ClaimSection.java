// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.wattmill.twin.claim.Words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One mapping of a claim file. Each key is asked for once; {@link #close} refuses those that nobody
 * asked for. What is wrong is noted, and a harmless value goes on in its place.
 */
final class ClaimSection {
    private static final int MAX_TEXT_CHARS = 2_000;
    private static final int MAX_LIST = 100;

    private final String path;
    private final JsonNode node;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    ClaimSection(String path, JsonNode node, Problems problems) {
        this.path = path;
        this.problems = problems;
        if (node.isMissingNode() || node.isObject()) {
            this.node = node;
        } else {
            problems.add(path, node, "is not a mapping", "write keys and values below it");
            this.node = MissingNode.getInstance();
        }
    }

    JsonNode take(String key) {
        known.add(key);
        return node.path(key);
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void problem(String key, String problem, String fix) {
        problems.add(path(key), node.path(key), problem, fix);
    }

    String text(String key, String example) {
        return textIfGiven(key)
                .orElseGet(
                        () -> {
                            if (node.path(key).isMissingNode()) {
                                problem(key, "is missing", "for example: " + example);
                            }
                            return example;
                        });
    }

    Optional<String> textIfGiven(String key) {
        JsonNode value = take(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        boolean fits = value.isTextual() || value.isNumber();
        if (!fits || value.asText().isBlank() || value.asText().length() > MAX_TEXT_CHARS) {
            problem(key, "is not a text", "give 1 to " + MAX_TEXT_CHARS + " characters");
            return Optional.empty();
        }
        return Optional.of(value.asText().strip());
    }

    <E extends Enum<E>> Optional<E> choiceIfGiven(String key, Class<E> kind) {
        Optional<String> word = textIfGiven(key);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        var found =
                Arrays.stream(kind.getEnumConstants())
                        .filter(each -> Words.of(each).equals(word.get()))
                        .findFirst();
        if (found.isEmpty()) {
            problem(key, "is not known here", "one of: " + choices(kind));
        }
        return found;
    }

    <E extends Enum<E>> E choice(String key, Class<E> kind) {
        E first = kind.getEnumConstants()[0];
        Optional<E> chosen = choiceIfGiven(key, kind);
        if (node.path(key).isMissingNode()) {
            problem(key, "is missing", "one of: " + choices(kind));
        }
        return chosen.orElse(first);
    }

    private static String choices(Class<? extends Enum<?>> kind) {
        return Arrays.stream(kind.getEnumConstants())
                .map(Words::of)
                .collect(Collectors.joining(", "));
    }

    Optional<Boolean> truthIfGiven(String key) {
        JsonNode value = take(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (value.isBoolean()) {
            return Optional.of(value.booleanValue());
        }
        problem(key, "is neither true nor false", "write true or false");
        return Optional.empty();
    }

    Optional<Double> numberIfGiven(String key, Bounds bounds) {
        JsonNode value = take(key);
        return value.isMissingNode() ? Optional.empty() : bounded(path(key), value, bounds);
    }

    int whole(String key, Bounds bounds, int otherwise) {
        return numberIfGiven(key, bounds)
                .map(
                        number -> {
                            if (number != Math.rint(number)) {
                                problem(key, "is not a whole number", "give " + bounds.text());
                            }
                            return number.intValue();
                        })
                .orElse(otherwise);
    }

    int whole(String key, Bounds bounds) {
        if (node.path(key).isMissingNode()) {
            problem(key, "is missing", "give " + bounds.text());
        }
        return whole(key, bounds, (int) bounds.min());
    }

    /** The number, within its bounds. */
    Optional<Double> bounded(String at, JsonNode value, Bounds bounds) {
        if (!value.isNumber()) {
            problems.add(at, value, "is not a number", "give " + bounds.text());
            return Optional.empty();
        }
        double number = value.doubleValue();
        if (!(number >= bounds.min() && number <= bounds.max())) {
            problems.add(at, value, "is out of bounds", "give " + bounds.text());
            return Optional.empty();
        }
        return Optional.of(number);
    }

    boolean has(String key) {
        return !node.path(key).isMissingNode();
    }

    ClaimSection part(String key) {
        JsonNode value = take(key);
        if (value.isMissingNode()) {
            problem(key, "is missing", "./wattmill plan claim --init shows it");
        }
        return new ClaimSection(path(key), value, problems);
    }

    ClaimSection partIfGiven(String key) {
        return new ClaimSection(path(key), take(key), problems);
    }

    ClaimSection at(String at, JsonNode value) {
        return new ClaimSection(at, value, problems);
    }

    List<JsonNode> listIfGiven(String key) {
        JsonNode value = take(key);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MAX_LIST) {
            problem(key, "is not a list", "give a list of at most " + MAX_LIST);
            return List.of();
        }
        var each = new ArrayList<JsonNode>();
        value.forEach(each::add);
        return each;
    }

    List<ClaimSection> parts(String key) {
        var values = listIfGiven(key);
        var parts = new ArrayList<ClaimSection>();
        for (int i = 0; i < values.size(); i++) {
            parts.add(new ClaimSection(path(key) + "[" + i + "]", values.get(i), problems));
        }
        return parts;
    }

    /** Refuses the keys that nobody asked for. */
    void close() {
        node.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!known.contains(key)) {
                                problem(
                                        key,
                                        "is not known here",
                                        "one of: " + String.join(", ", known));
                            }
                        });
    }
}
