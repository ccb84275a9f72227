// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.budget.Budget;
import io.wattmill.billing.budget.BudgetAccounts;
import io.wattmill.billing.budget.Frame;
import io.wattmill.billing.budget.LeasePlan;
import io.wattmill.billing.budget.Standing;
import io.wattmill.billing.budget.Unit;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.lease.LeaseStore.Granted;
import io.wattmill.billing.lease.Offer.Lent;
import io.wattmill.billing.lease.Offer.Refused;
import io.wattmill.billing.lease.Offer.Sliced;
import io.wattmill.billing.ledger.Bookings;
import io.wattmill.billing.ledger.PostgresLedger;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.sql.Transactions;
import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.time.Clock;

import java.util.ArrayList;
import java.util.List;

/**
 * Lends budgets and limits to gateways: one transaction for a request, one booking for all leases
 * in it. The sum of what is lent never exceeds what there is.
 */
public final class Leasing {

    private final Pool pool;
    private final LeaseConfig config;
    private final Clock clock;
    private final MeterRegistry metrics;

    public Leasing(Pool pool, LeaseConfig config, Clock clock, MeterRegistry metrics) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Answers each wish with what it got; all or nothing is committed. */
    public Future<LeaseReply> lease(LeaseRequest request) {
        long nowUs = clock.nowUs();
        return Transactions.run(
                        pool,
                        connection ->
                                Epochs.current(
                                                connection,
                                                request.getGatewayId(),
                                                request.getEpoch(),
                                                nowUs)
                                        .compose(
                                                epoch ->
                                                        isFenced(request, epoch)
                                                                ? fenced(epoch)
                                                                : grant(
                                                                        new Round(
                                                                                connection,
                                                                                request
                                                                                        .getGatewayId(),
                                                                                epoch,
                                                                                nowUs),
                                                                        request)))
                .onSuccess(this::count);
    }

    /** One request under way. */
    private record Round(SqlConnection connection, String gatewayId, long epoch, long nowUs) {}

    private static boolean isFenced(LeaseRequest request, long epoch) {
        return request.getEpoch() != 0 && request.getEpoch() < epoch;
    }

    private static Future<LeaseReply> fenced(long epoch) {
        return Future.succeededFuture(
                LeaseReply.newBuilder().setEpoch(epoch).setFenced(true).build());
    }

    private Future<LeaseReply> grant(Round round, LeaseRequest request) {
        List<Wish> wishes =
                Wishes.of(request, config.maxWishes(), () -> limitHit("billing.leases.max-wishes"));
        return LeaseStore.release(
                        round.connection(),
                        Wishes.released(request),
                        round.gatewayId(),
                        round.nowUs())
                .compose(
                        _ ->
                                BudgetStore.lock(
                                        round.connection(),
                                        wishes.stream().map(Wish::budgetId).toList()))
                .compose(budgets -> Sequence.map(wishes, wish -> offer(round, budgets, wish)))
                .compose(offers -> book(round, offers));
    }

    private void limitHit(String name) {
        Limits.hit(metrics, name);
    }

    private Future<Offer> offer(Round round, List<Budget> budgets, Wish wish) {
        return BudgetStore.named(budgets, wish.budgetId())
                .map(
                        budget ->
                                switch (budget.unit()) {
                                    case Unit.Spendable unit -> lend(round, budget, unit, wish);
                                    case Unit.Limit _ -> slice(round, budget, wish);
                                })
                .orElseGet(() -> Future.succeededFuture(Refused.unknown(wish)));
    }

    private Future<Offer> lend(Round round, Budget budget, Unit.Spendable unit, Wish wish) {
        Frame.Span span = budget.frame().at(round.nowUs());
        BudgetAccounts accounts = BudgetAccounts.of(unit, budget.id(), span);
        return BudgetStanding.read(
                        round.connection(), accounts, span, round.gatewayId(), round.nowUs())
                .map(standing -> lent(round, budget, span, accounts, standing, wish));
    }

    private Offer lent(
            Round round,
            Budget budget,
            Frame.Span span,
            BudgetAccounts accounts,
            Standing standing,
            Wish wish) {
        LeasePlan plan = LeasePlan.of(budget, accounts, standing, wish.amount());
        long endsAtUs = Math.min(round.nowUs() + config.termUs(), span.endsAtUs());
        return new Lent(budget, plan, standing, span, round.nowUs(), endsAtUs);
    }

    private Future<Offer> slice(Round round, Budget limit, Wish wish) {
        long expiresAtUs = round.nowUs() + config.sliceTermUs();
        return SliceStore.renew(round.connection(), limit, wish, round.nowUs(), expiresAtUs)
                .map(slice -> new Sliced(limit, slice.amount(), expiresAtUs));
    }

    private Future<LeaseReply> book(Round round, List<Offer> offers) {
        boolean moves =
                offers.stream().anyMatch(o -> o instanceof Lent lent && !lent.plan().isEmpty());
        return moves
                ? Bookings.open(round.connection(), Bookings.Kind.LEASE, round.gatewayId())
                        .compose(bookingId -> book(round, offers, bookingId))
                : Future.succeededFuture(reply(round, offers, 0));
    }

    private Future<LeaseReply> book(Round round, List<Offer> offers, long bookingId) {
        List<Transfer> transfers = new ArrayList<>();
        List<Granted> leases = new ArrayList<>();
        for (int i = 0; i < offers.size(); i++) {
            if (offers.get(i) instanceof Lent lent) {
                int ordinal = i * LeasePlan.TRANSFERS;
                transfers.addAll(
                        lent.plan()
                                .transfers(
                                        bookingId, ordinal, round.gatewayId(), lent.grantedAtUs()));
                granted(round, lent, bookingId, ordinal, leases);
            }
        }
        return PostgresLedger.post(round.connection(), bookingId, transfers)
                .onSuccess(_ -> CrashPoint.IN_LEASE.pass())
                .compose(_ -> LeaseStore.add(round.connection(), leases))
                .map(_ -> reply(round, offers, bookingId));
    }

    private void granted(
            Round round, Lent lent, long bookingId, int ordinal, List<Granted> leases) {
        if (lent.plan().granted() > 0) {
            leases.add(
                    new Granted(
                            lent.plan().leaseId(bookingId, ordinal, lent.grantedAtUs()),
                            lent.budget().id(),
                            lent.plan().accounts(),
                            round.gatewayId(),
                            round.epoch(),
                            lent.plan().granted(),
                            round.nowUs(),
                            lent.endsAtUs(),
                            lent.endsAtUs() + config.graceUs()));
        }
    }

    private static LeaseReply reply(Round round, List<Offer> offers, long bookingId) {
        LeaseReply.Builder reply = LeaseReply.newBuilder().setEpoch(round.epoch());
        for (int i = 0; i < offers.size(); i++) {
            reply.addGrants(offers.get(i).grant(bookingId, i * LeasePlan.TRANSFERS));
        }
        return reply.build();
    }

    private void count(LeaseReply reply) {
        if (reply.getFenced()) {
            metrics.counter("wattmill_lease_requests_fenced").increment();
        }
        for (LeaseGrant grant : reply.getGrantsList()) {
            String result = grant.getRefusedReason().isEmpty() ? "granted" : "refused";
            metrics.counter("wattmill_lease_wishes", "result", result).increment();
        }
    }
}
