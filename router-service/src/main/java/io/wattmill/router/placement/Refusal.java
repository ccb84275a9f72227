// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.placement.Candidate.Excluded;
import io.wattmill.router.placement.Obstacle.Kind;
import io.wattmill.router.placement.Placement.Reason;
import io.wattmill.router.placement.Placement.Unplaced;

import java.util.List;
import java.util.Optional;

/** Finds the reason that helps: the obstacle nearest to a placement speaks for all. */
final class Refusal {
    private final long retryAfterMs;

    /**
     * @param retryAfterMs told when the obstacle passes by itself
     */
    Refusal(long retryAfterMs) {
        this.retryAfterMs = retryAfterMs;
    }

    Unplaced of(
            PlacementRequest request,
            boolean everServed,
            List<Excluded> excluded,
            Decision decision) {
        Optional<Obstacle> nearest =
                excluded.stream()
                        .map(Excluded::obstacle)
                        .max((a, b) -> a.kind().compareTo(b.kind()));
        Kind kind = nearest.map(Obstacle::kind).orElse(Kind.MODEL);
        return switch (kind) {
            case MODEL -> everServed ? away(request, decision) : unknown(request, decision);
            case LABEL -> unlabelled(request, decision);
            case LENGTH -> tooLong(request, decision);
            case EXCLUDED, UNFIT, FULL -> busy(request, nearest, decision);
        };
    }

    private static Unplaced unlabelled(PlacementRequest request, Decision decision) {
        return new Unplaced(
                Reason.CONSTRAINT,
                "no node with the required labels serves " + request.model(),
                0,
                decision);
    }

    private static Unplaced tooLong(PlacementRequest request, Decision decision) {
        return new Unplaced(
                Reason.TOO_LONG,
                "the request needs "
                        + request.longestTokens()
                        + " tokens of context, more than any node has for "
                        + request.model(),
                0,
                decision);
    }

    private Unplaced unknown(PlacementRequest request, Decision decision) {
        String adapter =
                request.loraAdapter().isEmpty() ? "" : " with adapter " + request.loraAdapter();
        return new Unplaced(
                Reason.UNKNOWN_MODEL, "no node serves " + request.model() + adapter, 0, decision);
    }

    private Unplaced away(PlacementRequest request, Decision decision) {
        return new Unplaced(
                Reason.NO_NODE,
                "no node serves " + request.model() + " now",
                retryAfterMs,
                decision);
    }

    private Unplaced busy(PlacementRequest request, Optional<Obstacle> nearest, Decision decision) {
        String why = nearest.map(obstacle -> ": " + obstacle.reason()).orElse("");
        return new Unplaced(
                Reason.NO_NODE,
                "no node can take " + request.model() + " now" + why,
                retryAfterMs,
                decision);
    }
}
