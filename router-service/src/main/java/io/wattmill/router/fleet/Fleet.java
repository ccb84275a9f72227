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
    private static final long COMPARE_EVERY_NANOS = 1_000_000_000;

    private final FleetRules rules;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<String> modelsEverServed = new LinkedHashSet<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final Map<Implausible, Long> refused = new EnumMap<>(Implausible.class);
    private OptionalLong offsetUs = OptionalLong.empty();
    private long comparedNanos = Long.MIN_VALUE;
    private final Outliers outliers;
    private OptionalLong firstJoin = OptionalLong.empty();
    private OptionalLong lastTickNanos = OptionalLong.empty();
    private long listeningSinceNanos = Long.MIN_VALUE;
    private int membership;

    public Fleet(FleetRules rules) {
        this.rules = rules;
        this.outliers = new Outliers(rules.outliers(), nodes.values());
    }

    /** A node said hello, for the first time or again. */
    public Joining join(NodeDescription said, Moment now) {
        Node known = nodes.get(said.nodeId());
        if (known == null && nodes.size() >= rules.maxNodes()) {
            return new Joining.Full(nodes.size());
        }
        Node node = known == null ? new Node(said, now) : known;
        boolean returns = isAtWork(now) && (known == null || known.isGone());
        node.hello(said, now);
        if (returns) {
            node.returns();
        }
        nodes.put(said.nodeId(), node);
        membership++;
        said.engines().forEach(engine -> engine.names().forEach(this::remember));
        settle(node, now);
        return new Joining.Joined(node);
    }

    /** A fleet that is as young as those who join has nobody to take their share meanwhile. */
    private boolean isAtWork(Moment now) {
        if (firstJoin.isEmpty()) {
            firstJoin = OptionalLong.of(now.nanos());
        }
        return now.nanos() - firstJoin.getAsLong() > rules.outliers().slowStartNanos();
    }

    private void remember(String name) {
        if (modelsEverServed.size() < REMEMBERED_MODELS) {
            modelsEverServed.add(name);
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
        change(
                key.nodeId(),
                now,
                node -> node.engine(key.engineId()).ifPresent(e -> failed(e, reason, now)));
    }

    private void failed(Engine engine, String reason, Moment now) {
        engine.fail(reason, now);
        engine.health()
                .failed(reason, now, rules.outliers())
                .ifPresent(why -> outliers.eject(engine, why, now));
    }

    /** An engine accepted requests and answers none of them. */
    public void hangs(EngineKey key, String reason, Moment now) {
        change(
                key.nodeId(),
                now,
                node ->
                        node.engine(key.engineId())
                                .filter(engine -> isNewsOf(engine, now))
                                .ifPresent(engine -> outliers.eject(engine, mute(reason), now)));
    }

    private static Misconduct mute(String reason) {
        return new Misconduct(Misconduct.Cause.NO_ANSWER, reason);
    }

    /** Of an engine that is out already, only what the request that tries it says is news. */
    private boolean isNewsOf(Engine engine, Moment now) {
        return engine.ejection().isEmpty() || engine.health().isProbeStuck(now, rules.outliers());
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
        engine(key).filter(engine -> engine.health().succeeded(now)).ifPresent(e -> back(e, now));
    }

    private void back(Engine engine, Moment now) {
        engine.warmsUp(now);
        change(engine.key().nodeId(), now, _ -> {});
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
        compare(now);
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
        if (nodes.values().removeIf(node -> forgettable(node, now))) {
            membership++;
        }
        return silent;
    }

    private void compare(Moment now) {
        if (comparedNanos == Long.MIN_VALUE || now.nanos() - comparedNanos > COMPARE_EVERY_NANOS) {
            offsetUs = ClockOffsets.median(nodes.values());
            outliers.compareLateness(now)
                    .forEach(engine -> change(engine.key().nodeId(), now, _ -> {}));
            comparedNanos = now.nanos();
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

    /** Changes whenever a node says hello or is forgotten: then nodes or engines are others. */
    public int membership() {
        return membership;
    }

    /** Every node, down ones included. */
    public Collection<Node> nodes() {
        return nodes.values();
    }

    /** Whether any node served this model or adapter since the router started. */
    public boolean everServed(String model) {
        return modelsEverServed.contains(model);
    }
}
