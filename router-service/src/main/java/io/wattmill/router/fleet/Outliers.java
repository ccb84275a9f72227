// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ejects engines that fail, hang, or do worse than their peers: same GPU, same software, same
 * models. Never so many of a kind that the rest could not be told from the fault.
 */
final class Outliers {
    private static final int LEAST_PEERS = 3;

    private final OutlierRules rules;
    private final Collection<Node> nodes;
    private final Map<Misconduct.Cause, Long> ejections = new EnumMap<>(Misconduct.Cause.class);
    private long spared;

    /** Engines of one kind are alike. */
    private record Kind(String gpuType, String software, List<ServedModel> models) {
        static Kind of(Engine engine) {
            EngineDescription told = engine.description();
            return new Kind(engine.gpuType(), told.kind(), told.models());
        }
    }

    Outliers(OutlierRules rules, Collection<Node> nodes) {
        this.rules = rules;
        this.nodes = nodes;
    }

    /** The engine failed a request. */
    void failed(Engine engine, String reason, Moment now) {
        engine.fail(reason, now);
        engine.health().failed(reason, now, rules).ifPresent(why -> eject(engine, why, now));
    }

    /** The engine accepted requests and answers none of them. */
    void hangs(Engine engine, String reason, Moment now) {
        if (isNewsOf(engine, now)) {
            eject(engine, new Misconduct(Misconduct.Cause.NO_ANSWER, reason), now);
        }
    }

    /** Of an engine that is out already, only what the request that tries it says is news. */
    private boolean isNewsOf(Engine engine, Moment now) {
        return engine.ejection().isEmpty() || engine.health().isProbeStuck(now, rules);
    }

    /** Ejects the engine, if its kind can spare it. An engine that is out already stays out. */
    private void eject(Engine engine, Misconduct why, Moment now) {
        if (engine.ejection().isPresent() || canSpare(Kind.of(engine))) {
            engine.health().eject(why.reason(), now, rules);
            ejections.merge(why.cause(), 1L, Long::sum);
        } else {
            spared++;
        }
    }

    /** Ejections since the router began, by cause. */
    Map<Misconduct.Cause, Long> ejections() {
        return ejections;
    }

    /** Times that an engine stayed in because too many of its kind are out. */
    long spared() {
        return spared;
    }

    private boolean canSpare(Kind kind) {
        List<Engine> peers = kinds().getOrDefault(kind, List.of());
        long out = peers.stream().filter(peer -> peer.ejection().isPresent()).count();
        return out + 1 <= peers.size() * rules.mostEjectedShare();
    }

    private Map<Kind, List<Engine>> kinds() {
        Map<Kind, List<Engine>> kinds = new HashMap<>();
        for (Node node : nodes) {
            if (!node.isGone()) {
                node.engines().stream()
                        .filter(engine -> engine.description().hosted().isEmpty())
                        .forEach(engine -> add(kinds, engine));
            }
        }
        return kinds;
    }

    private static void add(Map<Kind, List<Engine>> kinds, Engine engine) {
        kinds.computeIfAbsent(Kind.of(engine), _ -> new ArrayList<>()).add(engine);
    }

    /** Compares how late engines answer with their kind. Returns those that are ejected for it. */
    List<Engine> compareLateness(Moment now) {
        List<Engine> ejected = new ArrayList<>();
        for (List<Engine> peers : kinds().values()) {
            double[] known = lateness(peers);
            if (known.length >= LEAST_PEERS) {
                ejected.addAll(ejectLate(peers, known[known.length / 2], now));
            }
        }
        return ejected;
    }

    private static double[] lateness(List<Engine> peers) {
        return peers.stream()
                .filter(peer -> peer.health().lateness().isPresent())
                .mapToDouble(peer -> peer.health().lateness().getAsDouble())
                .sorted()
                .toArray();
    }

    private List<Engine> ejectLate(List<Engine> peers, double median, Moment now) {
        List<Engine> ejected = new ArrayList<>();
        for (Engine peer : peers) {
            Optional<Misconduct> late =
                    peer.health().lateness().isPresent()
                            ? peer.health().late(median, rules)
                            : Optional.empty();
            late.ifPresent(why -> eject(peer, why, now));
            if (late.isPresent() && peer.ejection().isPresent()) {
                ejected.add(peer);
            }
        }
        return ejected;
    }
}
