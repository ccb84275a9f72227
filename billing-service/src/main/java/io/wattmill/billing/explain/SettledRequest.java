// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import io.wattmill.billing.outcome.ReportedOutcome;
import io.wattmill.billing.price.Charge;
import io.wattmill.billing.usage.UsageEvent;

import java.util.Optional;

/**
 * A request as it is on the books.
 *
 * @param priceVersion the version that it was rated with
 * @param reported what came of it, as its owner says; empty while nobody said
 * @param block where its booking was sealed; empty while it is not
 * @param priceTier the tier of the card that had a price; empty when none had
 */
public record SettledRequest(
        UsageEvent event,
        int priceVersion,
        Optional<String> priceTier,
        String currency,
        Charge charge,
        EnergyRecord energy,
        Optional<ReportedOutcome> reported,
        Optional<SealedIn> block) {}
