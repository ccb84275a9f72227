// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.Observation.BreakerChanged;
import io.wattmill.gateway.resilience.Breaker;
import io.wattmill.gateway.resilience.Breaker.State;
import io.wattmill.gateway.resilience.BreakerConfig;
import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.resilience.Permit;
import io.wattmill.kit.telemetry.Limits;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The breaker of one engine, the models that failed on it, and its gauge. For any number of
 * threads.
 */
final class Fuse {

    private static final int MAX_MODELS = 64;
    private static final long NANOS_PER_US = 1_000;
    private static final long NANOS_PER_S = 1_000_000_000;

    private final Breakers.EngineName name;
    private final Breaker breaker;
    private final MeterRegistry metrics;
    private final Gauge gauge;
    private final Set<String> models = new HashSet<>();
    private boolean crowded;

    /** Hears of a change of state; {@code opened} is 1 when it is closed no more, -1 when again. */
    @FunctionalInterface
    interface Change {

        void heard(Fuse fuse, int opened);
    }

    Fuse(Breakers.EngineName name, BreakerConfig config, MeterRegistry metrics) {
        this.name = name;
        this.breaker = new Breaker(config, new SplittableRandom());
        this.metrics = metrics;
        this.gauge =
                Gauge.builder("wattmill_breaker_state", this, fuse -> fuse.state().ordinal())
                        .description("0 closed, 1 open, 2 half-open")
                        .tag("node", name.node())
                        .tag("engine", name.engine())
                        .register(metrics);
    }

    private synchronized State state() {
        return breaker.state();
    }

    /** Whether it is the model's business; with more models than are noted, it is everybody's. */
    synchronized boolean serves(String model) {
        return crowded || models.contains(model);
    }

    synchronized boolean keepsOut(long now) {
        return breaker.keepsOut(now);
    }

    synchronized boolean isResting(long now) {
        return breaker.isResting(now);
    }

    /** Whole seconds, 1 at least. */
    synchronized int secondsLeft(long now) {
        return (int) Math.max(1, Math.ceilDiv(breaker.untilNanos() - now, NANOS_PER_S));
    }

    /** Takes the gauge away when nothing speaks against the engine; whether it did. */
    synchronized boolean forget(long now) {
        boolean forgotten = breaker.isForgettable(now);
        if (forgotten) {
            metrics.remove(gauge);
        }
        return forgotten;
    }

    synchronized Optional<Permit> enter(String model, boolean forced, long now, Change change) {
        noted(model);
        State before = breaker.state();
        Optional<Permit> permit =
                breaker.enter(now).or(() -> Optional.of(breaker.force()).filter(_ -> forced));
        tell(before, change);
        return permit;
    }

    synchronized void answered(Permit permit, Change change) {
        State before = breaker.state();
        breaker.answered(permit);
        tell(before, change);
    }

    synchronized void ended(String model, Permit permit, Ending ending, long now, Change change) {
        noted(model);
        State before = breaker.state();
        breaker.ended(permit, ending, now);
        tell(before, change);
    }

    private void noted(String model) {
        if (models.size() < MAX_MODELS) {
            models.add(model);
        } else if (!models.contains(model)) {
            crowded = true;
            Limits.hit(metrics, "relay.breaker.max-models");
        }
    }

    private void tell(State before, Change change) {
        State after = breaker.state();
        if (after != before) {
            int opened = before == State.CLOSED ? 1 : after == State.CLOSED ? -1 : 0;
            change.heard(this, opened);
        }
    }

    /** The state, as the router is told it. */
    synchronized Observation.Builder told(long nowUs, long now) {
        BreakerChanged.Builder changed =
                BreakerChanged.newBuilder().setState(word()).setReason(breaker.reason());
        if (breaker.state() == State.OPEN) {
            changed.setUntilUs(nowUs + (breaker.untilNanos() - now) / NANOS_PER_US);
        }
        return Observation.newBuilder()
                .setNodeId(name.node())
                .setEngineId(name.engine())
                .setAtUs(nowUs)
                .setBreaker(changed);
    }

    private BreakerChanged.State word() {
        return switch (breaker.state()) {
            case CLOSED -> BreakerChanged.State.STATE_CLOSED;
            case OPEN -> BreakerChanged.State.STATE_OPEN;
            case HALF_OPEN -> BreakerChanged.State.STATE_HALF_OPEN;
        };
    }
}
