// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lending;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.gateway.lease.LeaseBook;
import io.wattmill.gateway.lease.SliceBook;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks billing for what the books wish for, one request at a time. Without billing the leases in
 * hand are spent until they end; a wish that got no answer is made again an interval later.
 */
public final class LeaseKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Vertx vertx;
    private final LendingConfig config;
    private final String gatewayId;
    private final Ledger ledger;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final LeaseBook leases;
    private final SliceBook slices;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile boolean fenced;
    private volatile long epoch;
    private long turnedAway;
    private long timer = -1;

    /** A keeper of the leases of {@code gatewayId}; asks for nothing until {@link #start}. */
    public LeaseKeeper(
            Vertx vertx,
            LendingConfig config,
            String gatewayId,
            Ledger ledger,
            Clock clock,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.gatewayId = gatewayId;
        this.ledger = ledger;
        this.clock = clock;
        this.metrics = metrics;
        this.leases = new LeaseBook(config.rules());
        this.slices = new SliceBook(config.rules());
    }

    /** Leases of budgets, for whoever admits requests. */
    public LeaseBook leases() {
        return leases;
    }

    /** Slices of limits, likewise. */
    public SliceBook slices() {
        return slices;
    }

    /** Begins to look at the books; billing need not be there. */
    public void start() {
        timer = vertx.setPeriodic(config.tick().toMillis(), _ -> tick());
    }

    /** Ends it. Leases in hand return to their budgets when they end. */
    public void stop() {
        vertx.cancelTimer(timer);
    }

    /** Down once another incarnation has this gateway's name. */
    public HealthStatus health() {
        return fenced
                ? HealthStatus.down("another gateway has this one's name; it spends no more")
                : HealthStatus.up("epoch " + epoch);
    }

    private void tick() {
        tellWhenFull();
        if (!fenced && asking.compareAndSet(false, true)) {
            LeaseRequest request = request(clock.nowUs());
            if (request.getWishesCount() + request.getReleasedLeaseIdsCount() == 0) {
                asking.set(false);
            } else {
                ask(request).onComplete(_ -> asking.set(false));
            }
        }
    }

    private void tellWhenFull() {
        long now = leases.turnedAway() + slices.turnedAway();
        if (now > turnedAway) {
            turnedAway = now;
            Limits.hit(metrics, "gateway.lending.max-accounts");
        }
    }

    private LeaseRequest request(long nowUs) {
        return LeaseRequest.newBuilder()
                .setGatewayId(gatewayId)
                .setEpoch(epoch)
                .addAllReleasedLeaseIds(leases.released(nowUs))
                .addAllWishes(leases.wishes(nowUs))
                .addAllWishes(slices.wishes(nowUs))
                .build();
    }

    private Future<LeaseReply> ask(LeaseRequest request) {
        return ledger.lease(request)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(this::take)
                .onFailure(this::failed);
    }

    private void take(LeaseReply reply) {
        if (away.compareAndSet(true, false)) {
            LOG.atInfo().log("billing grants leases again");
        }
        if (reply.getFenced()) {
            fence(reply.getEpoch());
            return;
        }
        epoch = reply.getEpoch();
        for (LeaseGrant grant : reply.getGrantsList()) {
            leases.take(grant);
            slices.take(grant);
        }
    }

    private void fence(long newer) {
        fenced = true;
        leases.fence();
        slices.fence();
        metrics.counter("wattmill_lease_fenced").increment();
        LOG.atError()
                .addKeyValue("epoch", epoch)
                .addKeyValue("newer", newer)
                .log("another gateway has this one's name: no lease is spent from any more");
    }

    /** Said once until it works again. */
    private void failed(Throwable cause) {
        metrics.counter("wattmill_lease_failures").increment();
        if (away.compareAndSet(false, true)) {
            LOG.atWarn().setCause(cause).log("billing grants no leases, those in hand run out");
        }
    }
}
