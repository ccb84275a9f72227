// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.budget.LeaseDebits;
import io.wattmill.billing.budget.LeaseDebits.Use;

import java.util.List;
import java.util.UUID;

/** Takes settled usage from leases, in the transaction that books the usage. */
public final class LeaseSettlement {

    private LeaseSettlement() {}

    /**
     * Notes the uses on their leases, which stay locked; the transfers that are still to be booked.
     *
     * @param shard which row of accounts that all gateways share is added to
     */
    public static Future<List<Transfer>> take(
            SqlConnection connection, long bookingId, int shard, List<Use> uses) {
        if (uses.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        UUID[] ids = uses.stream().map(Use::leaseId).distinct().toArray(UUID[]::new);
        return LeaseStore.lock(connection, ids)
                .map(LeaseDebits::new)
                .onSuccess(debits -> uses.forEach(debits::take))
                .compose(
                        debits ->
                                LeaseStore.spend(connection, bookingId, debits)
                                        .map(_ -> debits.transfers(bookingId, shard)));
    }
}
