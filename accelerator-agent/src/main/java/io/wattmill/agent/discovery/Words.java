// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.List;
import java.util.Optional;

/** The options of a command line, as {@code --name value} or {@code --name=value}. */
record Words(List<String> words) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The value of the first of these options that is there. */
    Optional<String> value(List<String> options) {
        return options.stream().flatMap(option -> value(option).stream()).findFirst();
    }

    /** The same, where it is JSON. */
    Optional<JsonNode> json(List<String> options) {
        return value(options).flatMap(Words::parsed);
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.of(MAPPER.readTree(text));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private Optional<String> value(String option) {
        for (int at = 0; at < words.size(); at++) {
            String[] parts = words.get(at).split("=", 2);
            if (name(parts[0]).equals(option)) {
                return parts.length == 2 ? Optional.of(parts[1]) : valueAt(at + 1);
            }
        }
        return Optional.empty();
    }

    /** The word that follows this one, when it is no option. */
    Optional<String> after(String verb) {
        for (int at = 0; !verb.isEmpty() && at < words.size(); at++) {
            if (words.get(at).equals(verb) || words.get(at).endsWith("/" + verb)) {
                return valueAt(at + 1);
            }
        }
        return Optional.empty();
    }

    private Optional<String> valueAt(int at) {
        return at < words.size() && !words.get(at).startsWith("-")
                ? Optional.of(words.get(at))
                : Optional.empty();
    }

    /** Some engines take {@code --tp_size} and {@code --tp-size} alike. */
    private static String name(String word) {
        return word.startsWith("--") ? word.replace('_', '-') : word;
    }

    /** A whole number, not negative; empty when it is none that an option could mean. */
    static Optional<Integer> number(String text) {
        boolean digits = text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && !text.isEmpty() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
