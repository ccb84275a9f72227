// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import io.wattmill.router.fleet.NodeReading.Health;

import java.util.Optional;

/** The state that follows from what is known of a node; the worst news wins. */
final class Verdict {
    private Verdict() {}

    /** State and reason; the instant is not decided here. */
    static Condition of(Node node) {
        Optional<Condition> gone = node.goneReason().map(why -> verdict(NodeState.DOWN, why));
        return gone.or(() -> reported(node, Health.DOWN, NodeState.DOWN))
                .or(() -> node.drainReason().map(why -> verdict(NodeState.DRAINING, why)))
                .or(() -> reported(node, Health.DRAINING, NodeState.DRAINING))
                .or(() -> joining(node))
                .or(() -> lame(node))
                .or(() -> doubted(node))
                .or(() -> reported(node, Health.SUSPECT, NodeState.DEGRADED))
                .orElseGet(() -> verdict(NodeState.SERVING, ""));
    }

    private static Optional<Condition> reported(Node node, Health health, NodeState state) {
        return node.reading()
                .filter(reading -> reading.health() == health)
                .map(reading -> verdict(state, reading.healthReason()));
    }

    private static Optional<Condition> joining(Node node) {
        return node.reading().isPresent()
                ? Optional.empty()
                : Optional.of(verdict(NodeState.JOINING, "no report yet"));
    }

    private static Optional<Condition> doubted(Node node) {
        return node.doubt()
                .map(
                        finding ->
                                verdict(
                                        NodeState.DEGRADED,
                                        "suspect telemetry: " + finding.reason()));
    }

    private static Optional<Condition> lame(Node node) {
        return node.engines().stream()
                .flatMap(
                        engine ->
                                engine
                                        .unavailable()
                                        .or(() -> engine.ejection().map(Ejection::text))
                                        .map(why -> engine.key().engineId() + ": " + why)
                                        .stream())
                .findFirst()
                .map(why -> verdict(NodeState.DEGRADED, why));
    }

    private static Condition verdict(NodeState state, String reason) {
        return new Condition(state, reason, 0);
    }
}
