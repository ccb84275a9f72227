// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lending;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
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
import io.wattmill.kit.time.Ticker;

import org.jspecify.annotations.Nullable;
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
    private final Ticker ticker;
    private final MeterRegistry metrics;
    private final LeaseBook leases;
    private final SliceBook slices;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile boolean fenced;
    private volatile long epoch;
    private volatile Runnable whenAnswered = () -> {};
    private volatile long lastAskedNanos;
    private @Nullable Context context;
    private long turnedAway;
    private long timer = -1;

    /** A keeper of the leases of {@code gatewayId}; asks for nothing until {@link #start}. */
    public LeaseKeeper(
            Vertx vertx,
            LendingConfig config,
            String gatewayId,
            Ledger ledger,
            Clock clock,
            Ticker ticker,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.gatewayId = gatewayId;
        this.ledger = ledger;
        this.clock = clock;
        this.ticker = ticker;
        this.lastAskedNanos = ticker.nanos() - config.tick().toNanos();
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

    /** Budgets were changed: what billing refused before may be granted now. */
    public void reconsider() {
        leases.reconsider();
        slices.reconsider();
    }

    /** Begins to look at the books; billing need not be there. */
    public void start() {
        context = vertx.getOrCreateContext();
        timer = vertx.setPeriodic(config.tick().toMillis(), _ -> tick());
    }

    /** Runs {@code handler} after each answer of billing, or each failure to get one. */
    public void onAnswer(Runnable handler) {
        whenAnswered = handler;
    }

    /** Somebody waits: looks at the books now, unless it did so a tick ago. From any thread. */
    public void hurry() {
        Context own = context;
        if (own != null && ticker.nanos() - lastAskedNanos >= config.tick().toNanos()) {
            own.runOnContext(_ -> tick());
        }
    }

    /** Whether billing did not answer when it was asked last. */
    public boolean isAway() {
        return away.get();
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
                lastAskedNanos = ticker.nanos();
                ask(request)
                        .onComplete(
                                _ -> {
                                    asking.set(false);
                                    whenAnswered.run();
                                });
            }
        }
    }

    private void tellWhenFull() {
        long now = leases.turnedAway() + slices.turnedAway();
        if (now > turnedAway) {
            turnedAway = now;
            Limits.hit(metrics, "lending.max-accounts");
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
            leases.take(grant, clock.nowUs());
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
        slices.unanswered();
        metrics.counter("wattmill_lease_failures").increment();
        if (away.compareAndSet(false, true)) {
            LOG.atWarn().setCause(cause).log("billing grants no leases, those in hand run out");
        }
    }
}
