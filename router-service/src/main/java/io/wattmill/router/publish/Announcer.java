// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Transition;
import io.wattmill.router.loop.RouterLoop;
import io.wattmill.router.placement.Dispatcher;

import java.time.Duration;
import java.util.Optional;

/**
 * Tells how the router stands, as metrics and as the snapshot that others place by: whenever it is
 * asked to, and soon after a node changed. On the owner's context.
 */
public final class Announcer {
    private final Vertx vertx;
    private final RouterLoop loop;
    private final FleetPublisher publisher;
    private final long delayMs;
    private final FleetMetrics fleet;
    private final PrefixMetrics prefixes;
    private final ToldMetrics told;
    private final LearningMetrics learning;
    private Optional<Long> soon = Optional.empty();

    /**
     * @param delay a changed node is announced after this, with what else changed meanwhile
     */
    public Announcer(
            Vertx vertx,
            RouterLoop loop,
            FleetPublisher publisher,
            MeterRegistry registry,
            Duration delay) {
        this.vertx = vertx;
        this.loop = loop;
        this.publisher = publisher;
        this.delayMs = delay.toMillis();
        this.fleet = new FleetMetrics(registry);
        this.prefixes = new PrefixMetrics(registry);
        this.told = new ToldMetrics(registry);
        this.learning = new LearningMetrics(registry);
    }

    /** Who places by snapshots hears of a change soon, and once of many at a time. */
    public void changed(Transition transition) {
        publisher.event(transition);
        if (soon.isEmpty()) {
            soon = Optional.of(vertx.setTimer(delayMs, _ -> announce()));
        }
    }

    /** Tells it now. */
    public void announce() {
        soon = Optional.empty();
        loop.run(this::show);
    }

    private Moment show(Dispatcher router, Moment now) {
        fleet.show(router.fleet(), now);
        prefixes.show(router.prefixes());
        told.show(router);
        learning.show(router);
        publisher.snapshot(router, now);
        return now;
    }

    /** Tells nothing more by itself. */
    public void stop() {
        soon.ifPresent(vertx::cancelTimer);
    }
}
