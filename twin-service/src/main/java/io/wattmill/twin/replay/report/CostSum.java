// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import java.math.BigDecimal;
import java.util.Optional;

/** Adds amounts in the currency of the first. */
final class CostSum {

    private Optional<Money> sum = Optional.empty();

    /** False when the amount is in another currency, and is not added. */
    boolean add(Money money) {
        Money before = sum.orElse(new Money(money.currency(), BigDecimal.ZERO));
        if (!before.currency().equals(money.currency())) {
            return false;
        }
        sum = Optional.of(new Money(before.currency(), before.amount().add(money.amount())));
        return true;
    }

    Optional<Money> sum() {
        return sum;
    }
}
