// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.ledger.v1.BudgetsReply;
import io.wattmill.contract.ledger.v1.BudgetsRequest;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;

/** A link to a ledger that can be cut for good. */
final class CutLedger implements Ledger {
    private final Ledger ledger;
    private volatile boolean isCut;

    CutLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    void cut() {
        isCut = true;
    }

    boolean isCut() {
        return isCut;
    }

    private <T> Future<T> gone() {
        return Future.failedFuture("the link is cut");
    }

    @Override
    public Future<LeaseReply> lease(LeaseRequest request) {
        return isCut ? gone() : ledger.lease(request);
    }

    @Override
    public Future<RateCardReply> rateCard(RateCardRequest request) {
        return isCut ? gone() : ledger.rateCard(request);
    }

    @Override
    public Future<BudgetsReply> budgets(BudgetsRequest request) {
        return isCut ? gone() : ledger.budgets(request);
    }

    /** Batches of an open stream are lost from the cut on. */
    @Override
    public Future<ReadStream<SettleAck>> settle(ReadStream<SettleBatch> batches) {
        return isCut ? gone() : ledger.settle(new CutStream(batches, () -> isCut));
    }
}
