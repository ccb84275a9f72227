// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.wattmill.billing.budget.Budget;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.LeaseWish;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads a gateway's request: one wish for each budget, in the order of ids. */
final class Wishes {

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Wishes() {}

    /**
     * The wishes; of two for one budget the later counts.
     *
     * @param most more are left unanswered
     * @param onMore runs when there are more
     */
    static List<Wish> of(LeaseRequest request, int most, Runnable onMore) {
        Map<String, Wish> wishes = new TreeMap<>();
        for (LeaseWish wish : request.getWishesList()) {
            wishes.put(wish.getBudgetId(), read(request.getGatewayId(), wish));
        }
        if (wishes.size() > most) {
            onMore.run();
        }
        return wishes.values().stream().limit(most).toList();
    }

    private static Wish read(String gatewayId, LeaseWish wish) {
        return new Wish(
                gatewayId,
                wish.getBudgetId(),
                Math.clamp(wish.getAmount(), 0, Budget.MAX_AMOUNT),
                Math.clamp(wish.getInUse(), 0, Budget.MAX_LIMIT));
    }

    /** Leases that the gateway gives back. */
    static List<UUID> released(LeaseRequest request) {
        return request.getReleasedLeaseIdsList().stream()
                .filter(id -> UUID_TEXT.matcher(id).matches())
                .map(UUID::fromString)
                .toList();
    }
}
