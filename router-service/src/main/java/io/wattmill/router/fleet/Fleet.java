// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The fleet view. Rebuilt from nothing by what agents say; holds no truth of its own except what
 * the operator asked for. Every call brings its moment; moments do not go back. Not thread-safe.
 */
public final class Fleet {
    private static final int REMEMBERED_MODELS = 4096;
    private static final long CLOCKS_EVERY_NANOS = 1_000_000_000;

    private final FleetRules rules;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<String> modelsEverServed = new LinkedHashSet<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final Map<Implausible, Long> refused = new EnumMap<>(Implausible.class);
    private OptionalLong offsetUs = OptionalLong.empty();
    private long offsetAtNanos = Long.MIN_VALUE;
    private OptionalLong lastTickNanos = OptionalLong.empty();
    private long listeningSinceNanos = Long.MIN_VALUE;

    public Fleet(FleetRules rules) {
        this.rules = rules;
    }

    /** A node said hello, for the first time or again. */
    public Joining join(NodeDescription said, Moment now) {
        Node known = nodes.get(said.nodeId());
        if (known == null && nodes.size() >= rules.maxNodes()) {
            return new Joining.Full(nodes.size());
        }
        Node node = known == null ? new Node(said, now) : known;
        node.hello(said, now);
        nodes.put(said.nodeId(), node);
        said.engines().forEach(engine -> engine.models().forEach(this::remember));
        settle(node, now);
        return new Joining.Joined(node);
    }

    private void remember(ServedModel model) {
        if (modelsEverServed.size() < REMEMBERED_MODELS) {
            modelsEverServed.add(model.name());
        }
    }

    /** A node reported. False when it is unknown or was given up: it must say hello first. */
    public boolean report(String nodeId, NodeReading report, Moment now) {
        return report(nodeId, report, Witness.NONE, now);
    }

    /** As {@link #report(String, NodeReading, Moment)}, held against what the router has seen. */
    public boolean report(String nodeId, NodeReading report, Witness witness, Moment now) {
        Optional<Node> present = find(nodeId).filter(node -> !node.isGone());
        present.ifPresent(
                node -> {
                    node.report(report, witness, offsetUs, now, rules)
                            .ifPresent(found -> refused.merge(found.kind(), 1L, Long::sum));
                    settle(node, now);
                });
        return present.isPresent();
    }

    /** Reports that were refused since the router began, by what was wrong with them. */
    public Map<Implausible, Long> refusedReports() {
        return refused;
    }

    /** A node's connection ended. False when it is unknown. */
    public boolean leave(String nodeId, String reason, Moment now) {
        return change(nodeId, now, node -> node.leave(reason));
    }

    /** The operator wants no new work on a node. False when it is unknown. */
    public boolean drain(String nodeId, String reason, Moment now) {
        return change(nodeId, now, node -> node.drain(reason));
    }

    /** The operator takes a drain back. False when the node is unknown. */
    public boolean resume(String nodeId, Moment now) {
        return change(nodeId, now, Node::resume);
    }

    /** An engine failed a request in a way that says something about the engine. */
    public void suspect(EngineKey key, String reason, Moment now) {
        change(
                key.nodeId(),
                now,
                node -> node.engine(key.engineId()).ifPresent(e -> e.fail(reason, now)));
    }

    private boolean change(String nodeId, Moment now, Consumer<Node> change) {
        Optional<Node> known = find(nodeId);
        known.ifPresent(
                node -> {
                    change.accept(node);
                    settle(node, now);
                });
        return known.isPresent();
    }

    /**
     * Lets time pass: silent nodes go down, failures are forgiven, nodes long down are forgotten.
     * Call it several times per silence timeout. After a standstill of the router every node has a
     * whole timeout again: nobody could be heard meanwhile.
     *
     * @return nodes that went down for their silence: their connections are to be cut
     */
    public List<String> tick(Moment now) {
        noticeStandstill(now);
        compareClocks(now);
        List<String> silent = new ArrayList<>();
        for (Node node : nodes.values()) {
            boolean forgiven = node.forgive(now, rules);
            boolean fellSilent = !node.isGone() && unheardNanos(node, now) > rules.silenceNanos();
            if (fellSilent) {
                node.leave("no report for " + node.silentNanos(now) / 1_000_000 + " ms");
                silent.add(node.id());
            }
            if (forgiven || fellSilent) {
                settle(node, now);
            }
        }
        nodes.values().removeIf(node -> forgettable(node, now));
        return silent;
    }

    private void compareClocks(Moment now) {
        if (offsetAtNanos == Long.MIN_VALUE || now.nanos() - offsetAtNanos > CLOCKS_EVERY_NANOS) {
            offsetUs = ClockOffsets.median(nodes.values());
            offsetAtNanos = now.nanos();
        }
    }

    private void noticeStandstill(Moment now) {
        long last = lastTickNanos.orElse(now.nanos());
        if (now.nanos() - last > rules.standstillNanos()) {
            listeningSinceNanos = now.nanos();
        }
        lastTickNanos = OptionalLong.of(now.nanos());
    }

    private long unheardNanos(Node node, Moment now) {
        return listeningSinceNanos == Long.MIN_VALUE
                ? node.silentNanos(now)
                : Math.min(node.silentNanos(now), now.nanos() - listeningSinceNanos);
    }

    private boolean forgettable(Node node, Moment now) {
        return node.isGone() && node.silentNanos(now) > rules.forgetNanos();
    }

    private void settle(Node node, Moment now) {
        node.settle(now).ifPresent(transitions::add);
    }

    /** What changed since the last call. */
    public List<Transition> drainTransitions() {
        if (transitions.isEmpty()) {
            return List.of();
        }
        List<Transition> drained = List.copyOf(transitions);
        transitions.clear();
        return drained;
    }

    public Optional<Node> find(String nodeId) {
        return Optional.ofNullable(nodes.get(nodeId));
    }

    /** The engine of this key, if its node still has it. */
    public Optional<Engine> engine(EngineKey key) {
        return find(key.nodeId()).flatMap(node -> node.engine(key.engineId()));
    }

    /** Every node, down ones included. */
    public Collection<Node> nodes() {
        return nodes.values();
    }

    /** Whether any node served this model since the router started. */
    public boolean everServed(String model) {
        return modelsEverServed.contains(model);
    }
}
