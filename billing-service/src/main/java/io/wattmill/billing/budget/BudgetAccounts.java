// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.AccountCode;

/**
 * The accounts of a budget in one frame. Its amount flows: funding → budget → a gateway's lease →
 * spent.
 *
 * @param owner budget@frame
 */
public record BudgetAccounts(Unit.Spendable unit, String owner) {

    /** The accounts of a budget's frame. */
    public static BudgetAccounts of(Unit.Spendable unit, String budgetId, Frame.Span span) {
        return new BudgetAccounts(unit, budgetId + "@" + span.name());
    }

    /** Where the amount comes from. */
    public Account funding() {
        return switch (unit) {
            case Unit.Money _ -> account(AccountCode.MONEY_FUNDING, owner);
            case Unit.Tokens() -> account(AccountCode.TOKEN_FUNDING, owner);
            case Unit.Joules() -> account(AccountCode.ENERGY_FUNDING, owner);
        };
    }

    /** What may still be leased. */
    public Account budget() {
        return switch (unit) {
            case Unit.Money _ -> account(AccountCode.MONEY_BUDGET, owner);
            case Unit.Tokens() -> account(AccountCode.TOKEN_BUDGET, owner);
            case Unit.Joules() -> account(AccountCode.ENERGY_BUDGET, owner);
        };
    }

    /** What a gateway has in hand. */
    public Account lease(String gatewayId) {
        String holder = owner + "/" + gatewayId;
        return switch (unit) {
            case Unit.Money _ -> account(AccountCode.MONEY_LEASE, holder);
            case Unit.Tokens() -> account(AccountCode.TOKEN_LEASE, holder);
            case Unit.Joules() -> account(AccountCode.ENERGY_LEASE, holder);
        };
    }

    /** What was spent. */
    public Account spent() {
        return switch (unit) {
            case Unit.Money _ -> account(AccountCode.MONEY_SPENT, owner);
            case Unit.Tokens() -> account(AccountCode.TOKEN_SPENT, owner);
            case Unit.Joules() -> account(AccountCode.ENERGY_SPENT, owner);
        };
    }

    /** Usage that no lease covered. */
    public Account overrun() {
        return switch (unit) {
            case Unit.Money _ -> account(AccountCode.MONEY_OVERRUN, owner);
            case Unit.Tokens() -> account(AccountCode.TOKEN_OVERRUN, owner);
            case Unit.Joules() -> account(AccountCode.ENERGY_OVERRUN, owner);
        };
    }

    private Account account(AccountCode code, String of) {
        return switch (unit) {
            case Unit.Money(String currency) -> Account.money(code, of, currency);
            case Unit.Tokens() -> Account.tokens(code, of);
            case Unit.Joules() -> Account.energy(code, of);
        };
    }
}
