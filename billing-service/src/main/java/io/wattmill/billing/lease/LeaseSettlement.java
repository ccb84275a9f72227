// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.budget.Budget;
import io.wattmill.billing.budget.BudgetAccounts;
import io.wattmill.billing.budget.Frame;
import io.wattmill.billing.budget.HeldLease;
import io.wattmill.billing.budget.LeaseDebits;
import io.wattmill.billing.budget.LeaseDebits.Use;
import io.wattmill.billing.budget.Unit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes settled usage from leases, in the transaction that books the usage. */
public final class LeaseSettlement {

    private LeaseSettlement() {}

    /**
     * Notes the uses on their leases, which stay locked; the transfers that are still to be booked.
     *
     * @param shard which row of accounts that all gateways share is added to
     * @param atUs what was spent without a lease counts in the frame of this instant
     */
    public static Future<List<Transfer>> take(
            SqlConnection connection, long bookingId, int shard, List<Use> uses, long atUs) {
        if (uses.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        UUID[] ids = uses.stream().map(Use::leaseId).distinct().toArray(UUID[]::new);
        return LeaseStore.lock(connection, ids)
                .compose(
                        leases ->
                                accounts(connection, leases, uses, atUs)
                                        .map(budgets -> new LeaseDebits(leases, budgets)))
                .onSuccess(debits -> uses.forEach(debits::take))
                .compose(
                        debits ->
                                LeaseStore.spend(connection, bookingId, debits)
                                        .map(_ -> debits.transfers(bookingId, shard)));
    }

    /** Accounts of the budgets whose lease nobody knows. */
    private static Future<Map<String, BudgetAccounts>> accounts(
            SqlConnection connection, Map<UUID, HeldLease> leases, List<Use> uses, long atUs) {
        List<String> ids =
                uses.stream()
                        .filter(use -> !leases.containsKey(use.leaseId()))
                        .map(Use::budgetId)
                        .distinct()
                        .toList();
        return ids.isEmpty()
                ? Future.succeededFuture(Map.of())
                : BudgetStore.named(connection, ids).map(budgets -> accounts(budgets, atUs));
    }

    private static Map<String, BudgetAccounts> accounts(List<Budget> budgets, long atUs) {
        Map<String, BudgetAccounts> accounts = new HashMap<>();
        for (Budget budget : budgets) {
            if (budget.unit() instanceof Unit.Spendable unit) {
                Frame.Span span = budget.frame().at(atUs);
                accounts.put(budget.id(), BudgetAccounts.of(unit, budget.id(), span));
            }
        }
        return accounts;
    }
}
