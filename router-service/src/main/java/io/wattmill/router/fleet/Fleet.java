// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The fleet view. Rebuilt from nothing by what agents say; holds no truth of its own except what
 * the operator asked for. Every call brings its moment; moments do not go back. Not thread-safe.
 */
public final class Fleet {
    private static final long COMPARE_EVERY_NANOS = 1_000_000_000;

    private final FleetRules rules;
    private final Membership members;
    private final Silence silence;
    private final Outliers outliers;
    private final List<Transition> transitions = new ArrayList<>();
    private final Map<Implausible, Long> refused = new EnumMap<>(Implausible.class);
    private OptionalLong offsetUs = OptionalLong.empty();
    private long comparedNanos = Long.MIN_VALUE;

    public Fleet(FleetRules rules) {
        this.rules = rules;
        this.members = new Membership(rules.maxNodes());
        this.silence = new Silence(rules);
        this.outliers = new Outliers(rules.outliers(), members.nodes());
    }

    /** A node said hello, for the first time or again. */
    public Joining join(NodeDescription said, Moment now) {
        Optional<Node> known = find(said.nodeId());
        if (known.isEmpty() && members.isFull()) {
            return new Joining.Full(nodes().size());
        }
        boolean returns = isAtWork(now) && known.map(Node::isGone).orElse(true);
        Node node = known.orElseGet(() -> new Node(said, now));
        node.hello(said, now);
        if (returns) {
            node.returns();
        }
        members.joined(node);
        settle(node, now);
        return new Joining.Joined(node);
    }

    /** A fleet that is as young as those who join has nobody to take their share meanwhile. */
    private boolean isAtWork(Moment now) {
        return members.ageNanos(now) > rules.outliers().slowStartNanos();
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

    /** Ejections since the router began, by cause. */
    public Map<Misconduct.Cause, Long> ejections() {
        return outliers.ejections();
    }

    /** Times that an engine was not ejected because too many of its kind are out. */
    public long sparedEjections() {
        return outliers.spared();
    }

    /** A node's connection ended. False when it is unknown. */
    public boolean leave(String nodeId, String reason, Moment now) {
        return change(nodeId, now, node -> node.leave(reason));
    }

    /** The operator wants no new work on a node. False when it is unknown. */
    public boolean drain(String nodeId, String reason, Moment now) {
        return change(nodeId, now, node -> node.drain(reason));
    }

    /**
     * The operator takes a drain back; its engines start slowly, for nobody knows what was done to
     * them meanwhile. False when the node is unknown.
     */
    public boolean resume(String nodeId, Moment now) {
        return change(nodeId, now, node -> node.resume(now));
    }

    /** An engine failed a request in a way that says something about the engine. */
    public void suspect(EngineKey key, String reason, Moment now) {
        change(key, now, engine -> outliers.failed(engine, reason, now));
    }

    /** An engine accepted requests and answers none of them. */
    public void hangs(EngineKey key, String reason, Moment now) {
        change(key, now, engine -> outliers.hangs(engine, reason, now));
    }

    /**
     * An engine answered.
     *
     * @param ratio how many times as late as was modelled
     */
    public void answered(EngineKey key, double ratio) {
        engine(key).ifPresent(engine -> engine.health().answered(ratio));
    }

    /** A request ended well on an engine. One that was out comes back, slowly. */
    public void succeeded(EngineKey key, Moment now) {
        if (engine(key).filter(engine -> engine.health().succeeded(now)).isPresent()) {
            change(key, now, engine -> engine.warmsUp(now));
        }
    }

    /** Whether an engine should get one more request beside these. */
    public Admission admission(Engine engine, int inFlight, Moment now) {
        return engine.admission(inFlight, now, rules.outliers());
    }

    /** A request was placed on this engine. */
    public void placed(Engine engine, Moment now) {
        engine.health().placed(now);
    }

    /** Share of itself that an engine gives while it starts slowly, parts per million. */
    public int sharePpm(Engine engine, Moment now) {
        return engine.sharePpm(now, rules.outliers());
    }

    private void change(EngineKey key, Moment now, Consumer<Engine> change) {
        change(key.nodeId(), now, node -> node.engine(key.engineId()).ifPresent(change));
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
     * Call it several times per silence timeout.
     *
     * @return nodes that went down for their silence: their connections are to be cut
     */
    public List<String> tick(Moment now) {
        silence.looks(now);
        compare(now);
        List<String> silent = new ArrayList<>();
        for (Node node : nodes()) {
            if (fellSilent(node, now)) {
                silent.add(node.id());
            }
        }
        members.forget(node -> silence.isForEver(node, now));
        return silent;
    }

    private boolean fellSilent(Node node, Moment now) {
        boolean forgiven = node.forgive(now, rules);
        boolean silent = silence.isTooLong(node, now);
        if (silent) {
            node.leave("no report for " + node.silentNanos(now) / 1_000_000 + " ms");
        }
        if (forgiven || silent) {
            settle(node, now);
        }
        return silent;
    }

    private void compare(Moment now) {
        if (comparedNanos == Long.MIN_VALUE || now.nanos() - comparedNanos > COMPARE_EVERY_NANOS) {
            offsetUs = ClockOffsets.median(nodes());
            outliers.compareLateness(now)
                    .forEach(engine -> change(engine.key().nodeId(), now, _ -> {}));
            comparedNanos = now.nanos();
        }
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
        return members.find(nodeId);
    }

    /** The engine of this key, if its node still has it. */
    public Optional<Engine> engine(EngineKey key) {
        return find(key.nodeId()).flatMap(node -> node.engine(key.engineId()));
    }

    /** Changes whenever a node says hello or is forgotten: then nodes or engines are others. */
    public int membership() {
        return members.changes();
    }

    /** Every node, down ones included. */
    public Collection<Node> nodes() {
        return members.nodes();
    }

    /** Whether any node served this model or adapter since the router started. */
    public boolean everServed(String model) {
        return members.everServed(model);
    }
}
