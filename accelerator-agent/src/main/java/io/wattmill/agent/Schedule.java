// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.vertx.core.Future;
import io.wattmill.agent.sampling.Pace;
import io.wattmill.agent.sampling.Rounds;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What an agent does again and again, each at its own pace, until it ends. */
final class Schedule {

    private final ServiceContext services;
    private final int jitterPercent;
    private final RandomGenerator random;
    private final List<Rounds> rounds = new ArrayList<>();
    private boolean over;

    /**
     * Nothing yet.
     *
     * @param jitterPercent by how much of its period each time may come sooner or later
     */
    Schedule(ServiceContext services, int jitterPercent, RandomGenerator random) {
        this.services = services;
        this.jitterPercent = jitterPercent;
        this.random = random;
    }

    /** Adds something that begins with {@link #start}. */
    void add(Duration period, Supplier<Future<Void>> look) {
        rounds.add(rounds(period, look));
    }

    /** Does all that was added for the first time; completes when it is done. */
    Future<Void> start() {
        List<Future<Void>> first = rounds.stream().map(Rounds::start).toList();
        return Future.join(first).mapEmpty();
    }

    /** Begins something at once, unless everything is about to end. */
    EngineParts.Looking begin(Duration period, Supplier<Future<Void>> look) {
        Rounds more = rounds(period, look);
        if (over) {
            return new EngineParts.Looking(Future.succeededFuture(), more::stop);
        }
        rounds.add(more);
        return new EngineParts.Looking(more.start(), () -> end(more));
    }

    private void end(Rounds one) {
        one.stop();
        rounds.remove(one);
    }

    private Rounds rounds(Duration period, Supplier<Future<Void>> look) {
        Pace pace = new Pace(period, jitterPercent);
        return new Rounds(services.vertx(), services.ticker(), pace, random, look);
    }

    /** Ends all of it. */
    void stop() {
        over = true;
        rounds.forEach(Rounds::stop);
    }

    boolean isOver() {
        return over;
    }
}
