// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.rpc;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.router.placement.Candidate;
import io.wattmill.router.placement.Candidate.Excluded;
import io.wattmill.router.placement.Lesson;
import io.wattmill.router.placement.Obstacle;
import io.wattmill.router.placement.Placement;
import io.wattmill.router.placement.Placement.Placed;
import io.wattmill.router.placement.Placement.Unplaced;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the Placement service tells of itself. */
final class PlacementMetrics {
    private final MeterRegistry registry;
    private final Timer place;
    private final LateRequests late;

    PlacementMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.late = new LateRequests(registry);
        this.place =
                Timer.builder("wattmill_router_place_seconds")
                        .description("time of one placement decision")
                        .serviceLevelObjectives(
                                Duration.ofNanos(5_000),
                                Duration.ofNanos(20_000),
                                Duration.ofNanos(100_000),
                                Duration.ofMillis(1),
                                Duration.ofMillis(10))
                        .register(registry);
    }

    void decided(String model, Placement placement, long tookNanos) {
        place.record(Duration.ofNanos(tookNanos));
        if (placement instanceof Placed placed) {
            late.count(model, placed.lateness());
        }
        String outcome =
                placement instanceof Unplaced unplaced
                        ? unplaced.reason().name().toLowerCase(Locale.ROOT)
                        : "placed";
        registry.counter("wattmill_router_decisions", "outcome", outcome).increment();
        hosted(placement);
    }

    /** Excluded candidates are the last ones of a decision. */
    private void hosted(Placement placement) {
        List<Candidate> candidates = placement.decision().candidates();
        if (!candidates.isEmpty() && candidates.getLast() instanceof Excluded) {
            candidates.stream()
                    .filter(PlacementMetrics::isFull)
                    .forEach(_ -> Limits.hit(registry, "router.hosted.nodes.max-in-flight"));
        }
        if (placement instanceof Placed placed
                && placed.engine().description().hosted().isPresent()) {
            registry.counter("wattmill_router_hosted_placements", "node", placed.node().id())
                    .increment();
        }
    }

    private static boolean isFull(Candidate candidate) {
        return candidate instanceof Excluded excluded
                && excluded.obstacle().kind() == Obstacle.Kind.FULL;
    }

    void learned(Lesson lesson) {
        DistributionSummary.builder("wattmill_router_prediction_ratio")
                .description("actual over predicted")
                .tag("what", lesson.what())
                .serviceLevelObjectives(0.25, 0.5, 0.8, 1, 1.25, 2, 4)
                .register(registry)
                .record(lesson.ratio());
    }

    /** A gateway's breaker of some engine changed. */
    void breaker(Observation.BreakerChanged.State state) {
        String word = state.name().replaceFirst("^STATE_", "").toLowerCase(Locale.ROOT);
        registry.counter("wattmill_router_breaker_changes", "state", word).increment();
    }

    void prefixCut() {
        Limits.hit(registry, "router.placement.prompt-blocks");
    }

    void full() {
        Limits.hit(registry, "router.placement.max-in-flight");
    }
}
