// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** Who belongs to the fleet, those who are gone and not forgotten included; and since when. */
final class Membership {
    private static final int REMEMBERED_MODELS = 4096;

    private final int most;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<String> modelsEverServed = new LinkedHashSet<>();
    private OptionalLong firstJoin = OptionalLong.empty();
    private int changes;

    Membership(int most) {
        this.most = most;
    }

    Optional<Node> find(String nodeId) {
        return Optional.ofNullable(nodes.get(nodeId));
    }

    /** Every node; always the same view. */
    Collection<Node> nodes() {
        return nodes.values();
    }

    boolean isFull() {
        return nodes.size() >= most;
    }

    /** A node said hello, for the first time or again. */
    void joined(Node node) {
        nodes.put(node.id(), node);
        changes++;
        node.description().engines().forEach(engine -> engine.names().forEach(this::remember));
    }

    private void remember(String name) {
        if (modelsEverServed.size() < REMEMBERED_MODELS) {
            modelsEverServed.add(name);
        }
    }

    /** Forgets these nodes. */
    void forget(Predicate<Node> which) {
        if (nodes.values().removeIf(which)) {
            changes++;
        }
    }

    /** How long somebody is here already when a node joins; 0 for the first. */
    long ageNanos(Moment joins) {
        if (firstJoin.isEmpty()) {
            firstJoin = OptionalLong.of(joins.nanos());
        }
        return joins.nanos() - firstJoin.getAsLong();
    }

    /** Grows whenever a node joins or is forgotten. */
    int changes() {
        return changes;
    }

    /** Whether any node served this model or adapter. */
    boolean everServed(String model) {
        return modelsEverServed.contains(model);
    }
}
