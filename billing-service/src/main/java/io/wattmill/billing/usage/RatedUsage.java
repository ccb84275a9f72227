// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import io.wattmill.billing.price.Rating;

/** Usage with its price: what is written to the ledger for one request. */
public record RatedUsage(UsageEvent event, Rating rating) {

    /** True when the gateway told the caller another price than the ledger's. */
    public boolean differsFromClaim() {
        return event.claim().chargedNano() != rating.charge().totalNano();
    }

    /** True when the gateway rated with a version that this book does not have. */
    public boolean hasUnknownVersion() {
        return event.claim().priceVersion() != rating.card().version();
    }
}
