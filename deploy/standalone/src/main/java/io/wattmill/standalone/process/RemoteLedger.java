// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.ledger.v1.BudgetsReply;
import io.wattmill.contract.ledger.v1.BudgetsRequest;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.contract.ledger.v1.LedgerGrpcClient;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.kit.grpc.RpcPeer;

/**
 * Billing's ledger in another process. Without it every call fails at once, or by the deadline of
 * all calls.
 *
 * @param billing its gRPC port
 */
record RemoteLedger(RpcPeer billing) implements Ledger {

    @Override
    public Future<LeaseReply> lease(LeaseRequest request) {
        return billing.call(LedgerGrpcClient.Lease, request);
    }

    @Override
    public Future<RateCardReply> rateCard(RateCardRequest request) {
        return billing.call(LedgerGrpcClient.RateCard, request);
    }

    @Override
    public Future<BudgetsReply> budgets(BudgetsRequest request) {
        return billing.call(LedgerGrpcClient.Budgets, request);
    }

    @Override
    public Future<ReadStream<SettleAck>> settle(ReadStream<SettleBatch> batches) {
        return billing.exchange(LedgerGrpcClient.Settle, batches);
    }
}
