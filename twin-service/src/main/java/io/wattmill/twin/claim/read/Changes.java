// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.twin.claim.Pair;

import java.util.List;
import java.util.Set;

/**
 * Assumptions made otherwise: {@code b.price.per-gpu-hour: 3.30}. What is changed is read again as
 * the file was, so that a what-if can state nothing that a file could not.
 */
final class Changes {
    private static final String THROUGHPUT = "throughput-ratio";
    private static final String PER_DOLLAR = "tokens-per-dollar-ratio";
    private static final Set<String> ROOTS = Set.of("a", "b", THROUGHPUT, PER_DOLLAR);
    private static final int MAX_DEPTH = 6;

    private Changes() {}

    /**
     * A copy with the changes in it; a change to null takes a key away.
     *
     * @param at where the changes stand
     */
    static ObjectNode apply(ObjectNode root, ObjectNode changes, String at, Problems problems) {
        ObjectNode copy = root.deepCopy();
        changes.properties()
                .forEach(each -> change(copy, each.getKey(), each.getValue(), at, problems));
        return copy;
    }

    /** The pair of a changed file; problems name the change. */
    static Pair read(
            ObjectNode changed,
            ObjectNode changes,
            String at,
            Problems problems,
            FigureReader figures) {
        var found = new Problems();
        var pair = ClaimLayout.pair(new ClaimSection("", changed, found), figures);
        for (var each : found.all()) {
            String path = at + ": " + each.path();
            problems.add(path, each.value(), each.problem(), each.fix());
        }
        return pair;
    }

    private static void change(
            ObjectNode root, String path, JsonNode value, String at, Problems problems) {
        List<String> keys = List.of(path.split("\\.", -1));
        if (!ROOTS.contains(keys.getFirst()) || keys.size() > MAX_DEPTH || keys.contains("")) {
            problems.add(
                    at + ": " + path,
                    value,
                    "is no assumption of a side",
                    "a path from a or b, like b.price.per-gpu-hour, or " + THROUGHPUT);
            return;
        }
        root.remove(other(keys.getFirst()));
        JsonNode parent = parent(root, keys.subList(0, keys.size() - 1));
        if (!(parent instanceof ObjectNode mapping)) {
            problems.add(
                    at + ": " + path,
                    value,
                    "goes below a value that has no keys",
                    "change the value itself");
        } else if (value.isNull()) {
            mapping.remove(keys.getLast());
        } else {
            mapping.set(keys.getLast(), value);
        }
    }

    /** Of the two ways to state an advantage a change keeps its own. */
    private static String other(String key) {
        return switch (key) {
            case THROUGHPUT -> PER_DOLLAR;
            case PER_DOLLAR -> THROUGHPUT;
            default -> "";
        };
    }

    private static JsonNode parent(ObjectNode root, List<String> keys) {
        JsonNode node = root;
        for (var key : keys) {
            if (!(node instanceof ObjectNode mapping)) {
                return MissingNode.getInstance();
            }
            node = mapping.has(key) ? mapping.path(key) : mapping.putObject(key);
        }
        return node;
    }
}
