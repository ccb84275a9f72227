// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.grpc.common.GrpcStatus;
import io.wattmill.billing.lease.BudgetList;
import io.wattmill.billing.lease.Leasing;
import io.wattmill.billing.link.Home;
import io.wattmill.billing.link.InFlight;
import io.wattmill.billing.link.SerialReplies;
import io.wattmill.billing.tariff.Tariff;
import io.wattmill.billing.usage.UsageParser;
import io.wattmill.contract.ledger.v1.BudgetsReply;
import io.wattmill.contract.ledger.v1.BudgetsRequest;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.LedgerService;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.kit.grpc.Rpc;

/**
 * The Ledger as gateways call it, from any context: in this process as an object, or through gRPC.
 */
public final class LedgerEndpoint extends LedgerService {

    private final Vertx vertx;
    private final Settlement settlement;
    private final Leasing leasing;
    private final Tariff tariff;
    private final BudgetList budgets;
    private final Home home;
    private final InFlight inFlight;

    public LedgerEndpoint(
            Vertx vertx,
            Home home,
            Settlement settlement,
            Leasing leasing,
            Tariff tariff,
            BudgetList budgets,
            InFlight inFlight) {
        this.vertx = vertx;
        this.home = home;
        this.settlement = settlement;
        this.leasing = leasing;
        this.tariff = tariff;
        this.budgets = budgets;
        this.inFlight = inFlight;
    }

    /** Grants what there is; fails when the gateway does not say who it is. */
    @Override
    public Future<LeaseReply> lease(LeaseRequest request) {
        if (!UsageParser.isKey(request.getGatewayId()) || request.getEpoch() < 0) {
            return Rpc.failure(
                    GrpcStatus.INVALID_ARGUMENT,
                    "a lease request names its gateway, and an epoch of 0 or more");
        }
        return inFlight.run(() -> home.call(() -> leasing.lease(request)))
                .orElseGet(() -> Rpc.failure(GrpcStatus.UNAVAILABLE, "billing is stopping"));
    }

    @Override
    public Future<RateCardReply> rateCard(RateCardRequest request) {
        return Future.succeededFuture(tariff.reply(request));
    }

    @Override
    public Future<BudgetsReply> budgets(BudgetsRequest request) {
        return inFlight.run(() -> home.call(() -> budgets.reply(request)))
                .orElseGet(() -> Rpc.failure(GrpcStatus.UNAVAILABLE, "billing is stopping"));
    }

    @Override
    public Future<ReadStream<SettleAck>> settle(ReadStream<SettleBatch> batches) {
        return Future.succeededFuture(SerialReplies.to(vertx, batches, this::settle));
    }

    @Override
    protected void settle(ReadStream<SettleBatch> batches, WriteStream<SettleAck> acks) {
        Rpc.stream(this::settle, batches, acks);
    }

    private Future<SettleAck> settle(SettleBatch batch) {
        return inFlight.run(() -> home.call(() -> settlement.settle(batch)))
                .orElseGet(() -> Future.succeededFuture(stopping(batch)));
    }

    private static SettleAck stopping(SettleBatch batch) {
        String reason = "billing is stopping";
        return SettleAck.newBuilder().setBatch(batch.getBatch()).setRetryReason(reason).build();
    }
}
