// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.account.Transfer.Phase;
import io.wattmill.billing.account.TransferIds;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.lease.LeaseStore.Ended;
import io.wattmill.billing.ledger.Bookings;
import io.wattmill.billing.ledger.PostgresLedger;
import io.wattmill.billing.sql.Transactions;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Resolves ended leases: what was spent is posted and the rest returns, or all of it expires. Once
 * the gateway has settled everything it admitted before the end, or when that takes too long.
 */
public final class Janitor {

    private static final String SOURCE = "lease janitor";
    private static final Future<Integer> NOTHING = Future.succeededFuture(0);

    private final Pool pool;
    private final LeaseConfig config;

    public Janitor(Pool pool, LeaseConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** Resolves some; how many that were. */
    public Future<Integer> round(long nowUs) {
        return Transactions.run(
                pool,
                connection ->
                        LeaseStore.ended(connection, config, nowUs)
                                .compose(
                                        ended ->
                                                ended.isEmpty()
                                                        ? NOTHING
                                                        : resolve(connection, ended, nowUs)));
    }

    private static Future<Integer> resolve(
            SqlConnection connection, List<Ended> ended, long nowUs) {
        return Bookings.open(connection, Bookings.Kind.LEASE, SOURCE)
                .compose(
                        bookingId ->
                                PostgresLedger.post(
                                        connection, bookingId, transfers(bookingId, ended)))
                .onSuccess(_ -> CrashPoint.IN_JANITOR.pass())
                .compose(_ -> LeaseStore.resolve(connection, ended, nowUs))
                .map(ended.size());
    }

    private static List<Transfer> transfers(long bookingId, List<Ended> ended) {
        return IntStream.range(0, ended.size())
                .mapToObj(i -> transfer(bookingId, i, ended.get(i)))
                .toList();
    }

    private static Transfer transfer(long bookingId, int ordinal, Ended lease) {
        boolean spent = lease.spent() > 0;
        Account from = lease.accounts().budget();
        return new Transfer(
                TransferIds.ofBooking(bookingId, ordinal),
                new Transfer.OfBooking(bookingId),
                phase(lease),
                from,
                lease.accounts().lease(lease.gatewayId()),
                spent ? lease.spent() : lease.amount());
    }

    private static Phase phase(Ended lease) {
        if (lease.spent() > 0) {
            return new Phase.Post(lease.id(), lease.amount());
        }
        return lease.settled() ? new Phase.Void(lease.id()) : new Phase.Expire(lease.id());
    }
}
