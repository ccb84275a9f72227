// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.outcome;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One verdict on one request.
 *
 * @param success whether the work was of use
 * @param score how good it was, on the caller's own scale
 * @param valueNano what it was worth, nano-units of the price book's currency
 * @param label what kind of work it was; empty: the request's own label
 */
public record OutcomeReport(
        boolean success, Optional<BigDecimal> score, OptionalLong valueNano, String label) {

    /** Whether it says the same as another one. */
    public boolean saysTheSameAs(OutcomeReport other) {
        return success == other.success
                && valueNano.equals(other.valueNano)
                && label.equals(other.label)
                && score.isPresent() == other.score.isPresent()
                && score.map(mine -> mine.compareTo(other.score.orElse(mine)) == 0).orElse(true);
    }
}
