// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static io.wattmill.standalone.board.Words.text;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose word the shares of the prompt are that candidates were said to have cached. */
final class PrefixText {
    private static final int NAMED = 3;

    private PrefixText() {}

    /** In a few words for all of them; empty where nobody told. */
    static Optional<String> of(JsonNode candidates) {
        Set<String> told = nodes(candidates, "engine");
        Set<String> guessed = nodes(candidates, "placed");
        if (told.isEmpty()) {
            return guessed.isEmpty()
                    ? Optional.empty()
                    : Optional.of("prefix guessed by what was placed there");
        }
        return Optional.of(
                guessed.isEmpty()
                        ? "prefix as the engines tell it"
                        : "prefix as told by " + few(told) + "; else guessed");
    }

    private static Set<String> nodes(JsonNode candidates, String by) {
        Set<String> nodes = new LinkedHashSet<>();
        for (JsonNode node : candidates) {
            if (text(node.path("prefix_hit_by")).equals(by)) {
                nodes.add(text(node.path("node_id")));
            }
        }
        return nodes;
    }

    /** The first of them by name. */
    private static String few(Set<String> nodes) {
        List<String> named = new ArrayList<>(nodes).subList(0, Math.min(NAMED, nodes.size()));
        String rest = nodes.size() > NAMED ? " and " + (nodes.size() - NAMED) + " more" : "";
        return String.join(", ", named) + rest;
    }
}
