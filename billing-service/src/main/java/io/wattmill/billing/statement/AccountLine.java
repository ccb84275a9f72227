// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.account.LedgerKind;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;

/**
 * One account as it is shown, all its shards together.
 *
 * @param ledger money, tokens, energy, cost or carbon
 * @param name what {@code code} stands for; null for one that this version does not know
 * @param balance debits less credits, posted
 */
public record AccountLine(
        String object,
        String ledger,
        int code,
        @Nullable String name,
        String owner,
        Quantity balance,
        Quantity debitsPosted,
        Quantity creditsPosted,
        Quantity debitsPending,
        Quantity creditsPending,
        long openedAtUs) {

    /** Sums of an account's rows. */
    public record Sums(
            BigInteger debitsPosted,
            BigInteger creditsPosted,
            BigInteger debitsPending,
            BigInteger creditsPending) {}

    /** An account with its sums. */
    public static AccountLine of(AccountPlace account, Sums sums, long openedAtUs) {
        String unit = account.unit();
        return new AccountLine(
                "wattmill.account",
                ledgerName(account.ledger()),
                account.code(),
                codeName(account.code()),
                account.owner(),
                Quantity.of(unit, sums.debitsPosted.subtract(sums.creditsPosted)),
                Quantity.of(unit, sums.debitsPosted),
                Quantity.of(unit, sums.creditsPosted),
                Quantity.of(unit, sums.debitsPending),
                Quantity.of(unit, sums.creditsPending),
                openedAtUs);
    }

    static String ledgerName(int ledger) {
        return Arrays.stream(LedgerKind.values())
                .filter(kind -> kind.id() == ledger)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(Integer.toString(ledger));
    }

    static @Nullable String codeName(int code) {
        return Arrays.stream(AccountCode.values())
                .filter(each -> each.id() == code)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(null);
    }
}
