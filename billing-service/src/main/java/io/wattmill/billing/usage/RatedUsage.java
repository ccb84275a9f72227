// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.account.TransferIds;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.price.Rating;

import java.util.ArrayList;
import java.util.List;

/** Usage with its price: what is written to the ledger for one request. */
public record RatedUsage(UsageEvent event, Rating rating) {

    /** Ordinal of the money transfer; the token transfers follow at the number of their meter. */
    private static final int MONEY_ORDINAL = 0;

    /** True when the gateway told the caller another price than the ledger's. */
    public boolean differsFromClaim() {
        return event.claim().chargedNano() != rating.charge().totalNano();
    }

    /** True when the gateway rated with a version that this book does not have. */
    public boolean hasUnknownVersion() {
        return event.claim().priceVersion() != rating.card().version();
    }

    /**
     * One money transfer for the whole charge and one token transfer per kind; none for what is
     * zero.
     */
    public List<Transfer> transfers() {
        List<Transfer> transfers = new ArrayList<>();
        add(transfers, MONEY_ORDINAL, receivable(), revenue(), rating.charge().totalNano());
        for (Meter meter : Meter.values()) {
            Account consumed = Account.tokens(consumed(meter), event.owner().projectId());
            Account produced = Account.tokens(produced(meter), event.servedBy().owner());
            add(transfers, meter.id(), consumed, produced, event.result().tokens().of(meter));
        }
        return transfers;
    }

    private void add(
            List<Transfer> transfers, int ordinal, Account debit, Account credit, long amount) {
        if (amount > 0) {
            transfers.add(
                    new Transfer(
                            TransferIds.ofRequest(event.requestId(), ordinal),
                            new Transfer.OfRequest(event.requestId()),
                            debit,
                            credit,
                            amount));
        }
    }

    private Account receivable() {
        return Account.money(AccountCode.RECEIVABLE, event.owner().projectId(), currency());
    }

    private Account revenue() {
        return Account.money(AccountCode.REVENUE, event.call().model(), currency());
    }

    private String currency() {
        return rating.card().terms().currency();
    }

    private static AccountCode consumed(Meter meter) {
        return switch (meter) {
            case INPUT_UNCACHED -> AccountCode.CONSUMED_INPUT;
            case CACHE_READ -> AccountCode.CONSUMED_CACHE_READ;
            case CACHE_WRITE -> AccountCode.CONSUMED_CACHE_WRITE;
            case OUTPUT -> AccountCode.CONSUMED_OUTPUT;
        };
    }

    private static AccountCode produced(Meter meter) {
        return switch (meter) {
            case INPUT_UNCACHED -> AccountCode.PRODUCED_INPUT;
            case CACHE_READ -> AccountCode.PRODUCED_CACHE_READ;
            case CACHE_WRITE -> AccountCode.PRODUCED_CACHE_WRITE;
            case OUTPUT -> AccountCode.PRODUCED_OUTPUT;
        };
    }
}
