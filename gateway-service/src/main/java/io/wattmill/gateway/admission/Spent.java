// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.gateway.budget.Measure;
import io.wattmill.gateway.meter.Metering;

/** What a request took of a budget, from what was metered. */
final class Spent {

    private Spent() {}

    /** In the budget's smallest unit. */
    static long of(Measure.Spendable measure, Metering used) {
        return switch (measure) {
            case Measure.Money(String currency) ->
                    currency.equals(used.currency()) ? used.chargedNano().orElse(0) : 0;
            case Measure.Tokens() -> tokens(used);
            case Measure.Joules() -> used.energyUj();
        };
    }

    /** Tokens read, cached ones included, and made. */
    static long tokens(Metering used) {
        TokenVector vector = used.tokens().vector();
        return vector.getInputUncached()
                + vector.getCacheRead()
                + vector.getCacheWrite()
                + vector.getOutput();
    }
}
