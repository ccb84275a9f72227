// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.budget;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a budget or limit counts. */
public sealed interface Measure {

    /** ISO 4217 codes have three capital letters. */
    Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** What is used up. */
    sealed interface Spendable extends Measure {}

    /** Nano-units of a currency. */
    record Money(String currency) implements Spendable {}

    /** Tokens read and made. */
    record Tokens() implements Spendable {}

    /** Microjoules of devices and hosts, as predicted at settlement. */
    record Joules() implements Spendable {}

    /** What is not used up but held. */
    enum Limit implements Measure {
        REQUESTS_PER_MINUTE,
        TOKENS_PER_MINUTE,
        CONCURRENCY
    }

    /** The measure of a unit as leases name it; empty for one that this version does not know. */
    static Optional<Measure> of(String unit) {
        return switch (unit) {
            case "token" -> Optional.of(new Tokens());
            case "uj" -> Optional.of(new Joules());
            case "requests_per_minute" -> Optional.of(Limit.REQUESTS_PER_MINUTE);
            case "tokens_per_minute" -> Optional.of(Limit.TOKENS_PER_MINUTE);
            case "concurrency" -> Optional.of(Limit.CONCURRENCY);
            default ->
                    CURRENCY.matcher(unit).matches()
                            ? Optional.of(new Money(unit))
                            : Optional.empty();
        };
    }
}
