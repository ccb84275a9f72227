// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.account.TransferIds;
import io.wattmill.billing.price.Meter;
import io.wattmill.billing.usage.UsageEvent.AttemptUsage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What settled usage moves on the ledger: one money transfer per request, one of cost per attempt
 * on a hosted API, and the tokens of the whole booking summed by kind and by engine on one side, by
 * project on the other. Tokens stand on each event anyway; a transfer per request and kind would be
 * most of the ledger's rows.
 *
 * @param bookingId the booking that the transfers belong to
 * @param shard which row of each account is added to
 */
public record UsageTransfers(long bookingId, int shard) {

    private static final int MONEY_ORDINAL = 0;
    private static final int FIRST_PROVIDER_ORDINAL = 1;

    private static final String ALL = "all";

    /** The transfers of these requests; none for what is zero. */
    public List<Transfer> of(Collection<RatedUsage> usages) {
        List<Transfer> transfers = new ArrayList<>();
        Map<Account, Long> consumed = new LinkedHashMap<>();
        Map<Account, Long> produced = new LinkedHashMap<>();
        for (RatedUsage usage : usages) {
            addMoney(transfers, usage);
            addProviders(transfers, usage);
            for (Meter meter : Meter.values()) {
                long amount = usage.event().result().tokens().of(meter);
                add(consumed, consumed(meter), usage.event().owner().projectId(), amount);
                add(produced, produced(meter), usage.event().servedBy().owner(), amount);
            }
        }
        Account clearing = tokens(AccountCode.TOKEN_CLEARING, ALL);
        consumed.forEach(
                (to, amount) -> transfers.add(tokens(transfers.size(), to, clearing, amount)));
        produced.forEach(
                (from, amount) -> transfers.add(tokens(transfers.size(), clearing, from, amount)));
        return transfers;
    }

    private void add(Map<Account, Long> sums, AccountCode code, String owner, long amount) {
        if (amount > 0) {
            sums.merge(tokens(code, owner), amount, Math::addExact);
        }
    }

    private void addMoney(List<Transfer> transfers, RatedUsage usage) {
        UsageEvent event = usage.event();
        long nano = usage.rating().charge().totalNano();
        String currency = usage.rating().card().terms().currency();
        if (nano > 0) {
            transfers.add(
                    new Transfer(
                            TransferIds.ofRequest(event.requestId(), MONEY_ORDINAL),
                            new Transfer.OfRequest(event.requestId()),
                            money(AccountCode.RECEIVABLE, event.owner().projectId(), currency),
                            money(AccountCode.REVENUE, event.call().model(), currency),
                            nano));
        }
    }

    /** What providers of hosted APIs charge is cost to serve, known at once and for good. */
    private void addProviders(List<Transfer> transfers, RatedUsage usage) {
        UsageEvent event = usage.event();
        String currency = usage.rating().card().terms().currency();
        for (int i = 0; i < event.attempts().size(); i++) {
            AttemptUsage attempt = event.attempts().get(i);
            long nano = attempt.providerNano();
            if (nano > 0) {
                transfers.add(
                        new Transfer(
                                TransferIds.ofRequest(
                                        event.requestId(), FIRST_PROVIDER_ORDINAL + i),
                                new Transfer.OfRequest(event.requestId()),
                                money(AccountCode.COST_SERVED, event.owner().projectId(), currency),
                                money(AccountCode.PROVIDER, attempt.engine().owner(), currency),
                                nano));
            }
        }
    }

    private Account money(AccountCode code, String owner, String currency) {
        return Account.money(code, owner, currency).inShard(shard);
    }

    private Account tokens(AccountCode code, String owner) {
        return Account.tokens(code, owner).inShard(shard);
    }

    private Transfer tokens(int ordinal, Account debit, Account credit, long amount) {
        return new Transfer(
                TransferIds.ofBooking(bookingId, ordinal),
                new Transfer.OfBooking(bookingId),
                debit,
                credit,
                amount);
    }

    private static AccountCode consumed(Meter meter) {
        return switch (meter) {
            case INPUT_UNCACHED -> AccountCode.CONSUMED_INPUT;
            case CACHE_READ -> AccountCode.CONSUMED_CACHE_READ;
            case CACHE_WRITE -> AccountCode.CONSUMED_CACHE_WRITE;
            case OUTPUT, REASONING -> AccountCode.CONSUMED_OUTPUT;
        };
    }

    private static AccountCode produced(Meter meter) {
        return switch (meter) {
            case INPUT_UNCACHED -> AccountCode.PRODUCED_INPUT;
            case CACHE_READ -> AccountCode.PRODUCED_CACHE_READ;
            case CACHE_WRITE -> AccountCode.PRODUCED_CACHE_WRITE;
            case OUTPUT, REASONING -> AccountCode.PRODUCED_OUTPUT;
        };
    }
}
