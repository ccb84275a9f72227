// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Records;
import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.kit.testing.Await;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A billing service with budgets, and gateways that ask it for leases. */
final class LeaseWorld implements AutoCloseable {

    static final long NANO = 1_000_000_000L;

    final BillingWorld billing =
            BillingWorld.start(
                    """
                    billing:
                      leases: {term: 30s, slice-term: 15s, grace: 60s, skew: 1s, interval: 20ms}
                      chain: {interval: 50ms}
                    """);

    private final AtomicInteger requests = new AtomicInteger();

    /** Sets a budget of a project of the same name. */
    void budget(String id, String unit, String amount, String window, String mode) {
        String frame = window.isEmpty() ? "" : ", \"window\": \"" + window + "\"";
        var reply =
                billing.put(
                        "/billing/budgets/" + id,
                        """
                        {"scope": "project", "scope_id": "%s", "unit": "%s", "amount": %s, "mode": "%s"%s}
                        """
                                .formatted(id, unit, amount, mode, frame));
        assertEquals(200, reply.status(), reply.json().toString());
    }

    /** The epoch of a new incarnation of a gateway. */
    long begin(String gateway) {
        return ask(LeaseRequest.newBuilder().setGatewayId(gateway)).getEpoch();
    }

    LeaseReply ask(LeaseRequest.Builder request) {
        return Await.await(billing.service().ledger().lease(request.build()));
    }

    /** One wish of a gateway. */
    LeaseGrant wish(String gateway, long epoch, String budget, long amount) {
        return wish(gateway, epoch, budget, amount, 0);
    }

    LeaseGrant wish(String gateway, long epoch, String budget, long amount, long inUse) {
        return ask(LeaseRequest.newBuilder()
                        .setGatewayId(gateway)
                        .setEpoch(epoch)
                        .addWishes(
                                LeaseWish.newBuilder()
                                        .setBudgetId(budget)
                                        .setAmount(amount)
                                        .setInUse(inUse)))
                .getGrants(0);
    }

    /** The next request, which spent from a lease. */
    UsageRecord record(LeaseGrant lease, long amount) {
        return Records.record(requests.incrementAndGet(), billing.clock.nowUs())
                .addLeases(
                        LeaseUse.newBuilder()
                                .setBudgetId(lease.getBudgetId())
                                .setLeaseId(lease.getLeaseId())
                                .setUnit(lease.getUnit())
                                .setAmount(amount))
                .build();
    }

    /** A gateway settles, and says up to when it has. */
    void settle(String gateway, long watermarkUs, List<UsageRecord> records) {
        var ack =
                billing.settle(
                        SettleBatch.newBuilder()
                                .setGatewayId(gateway)
                                .setJournalId("journal of " + gateway)
                                .setBatch(1)
                                .setWatermarkUs(watermarkUs)
                                .setClosedThrough(1_000_000)
                                .addAllRecords(records)
                                .build());
        assertEquals("", ack.getRetryReason());
        assertEquals(0, ack.getRejectedCount());
    }

    long open(String budget) {
        return billing.number(
                "SELECT count(*) FROM lease WHERE resolved_at IS NULL AND budget_id = '"
                        + budget
                        + "'");
    }

    /** Credits less debits of a budget's accounts with this code, all frames and shards. */
    long balance(String budget, int code) {
        return billing.number(
                "SELECT coalesce(sum(credits_posted - debits_posted), 0) FROM account WHERE code = "
                        + code
                        + " AND owner LIKE '"
                        + budget
                        + "@%'");
    }

    /** What of a budget's usage was late. */
    long late(String budget) {
        return billing.number(
                "SELECT coalesce(sum(late), 0) FROM lease_use WHERE budget_id = '" + budget + "'");
    }

    void awaitRound() {
        billing.awaitRounds("wattmill_lease_rounds", 2);
    }

    @Override
    public void close() {
        billing.close();
    }
}
