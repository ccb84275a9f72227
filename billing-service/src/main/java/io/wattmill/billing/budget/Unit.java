// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import io.wattmill.billing.account.Account;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a budget counts. Amounts are integers of the smallest part; people give and read wholes. */
public sealed interface Unit {

    /** ISO 4217 codes have three capital letters. */
    Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** What is used up, and so kept on the ledger. */
    sealed interface Spendable extends Unit {}

    /** Nano-units of a currency. */
    record Money(String currency) implements Spendable {}

    /** Tokens read and made. */
    record Tokens() implements Spendable {}

    /** Microjoules. */
    record Joules() implements Spendable {}

    /** What is not used up but held: a rate or a number at a time. */
    enum Limit implements Unit {
        REQUESTS_PER_MINUTE,
        TOKENS_PER_MINUTE,
        CONCURRENCY
    }

    /** The text in the tables and in leases. */
    default String stored() {
        return switch (this) {
            case Money(String currency) -> currency;
            case Tokens() -> Account.TOKEN;
            case Joules() -> Account.MICROJOULE;
            case Limit limit -> limit.name().toLowerCase(Locale.ROOT);
        };
    }

    /** The unit of a text in the tables or in a lease. */
    static Optional<Unit> stored(String text) {
        return switch (text) {
            case Account.TOKEN -> Optional.of(new Tokens());
            case Account.MICROJOULE -> Optional.of(new Joules());
            default ->
                    CURRENCY.matcher(text).matches() ? Optional.of(new Money(text)) : limit(text);
        };
    }

    /** The spendable unit of a text in the tables or in a lease. */
    static Optional<Spendable> spendable(String text) {
        return stored(text)
                .flatMap(
                        unit ->
                                unit instanceof Spendable spendable
                                        ? Optional.of(spendable)
                                        : Optional.empty());
    }

    private static Optional<Unit> limit(String text) {
        return Arrays.stream(Limit.values())
                .filter(limit -> limit.stored().equals(text))
                .map(Unit.class::cast)
                .findFirst();
    }

    /** The name that people use. */
    default String label() {
        return switch (this) {
            case Money(String currency) -> currency;
            case Tokens() -> "tokens";
            case Joules() -> "joules";
            case Limit limit -> limit.stored();
        };
    }

    /** The unit of a name that people use. */
    static Optional<Unit> labelled(String label) {
        return switch (label) {
            case "tokens" -> Optional.of(new Tokens());
            case "joules" -> Optional.of(new Joules());
            case Account.TOKEN, Account.MICROJOULE -> Optional.empty();
            default -> stored(label);
        };
    }

    /** Decimals between a whole and the smallest part. */
    default int decimals() {
        return switch (this) {
            case Money _ -> 9;
            case Joules() -> 6;
            case Tokens(), Limit _ -> 0;
        };
    }

    /** An amount as people read it. */
    default BigDecimal whole(long amount) {
        return BigDecimal.valueOf(amount, decimals());
    }
}
