// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import io.wattmill.billing.account.Account;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An amount of the ledger, twice: as people read it, and as it is kept. Both are exact.
 *
 * @param value decimal, in {@code unit}: a currency, token, J or g
 * @param amount integer, in {@code amountUnit}: nano-units of the currency, token, uJ or ug
 */
public record Quantity(BigDecimal value, String unit, BigInteger amount, String amountUnit) {

    private static final int MICRO_DIGITS = 6;
    private static final int NANO_DIGITS = 9;

    /** An amount of an account with this unit ({@link Account#unit}). */
    public static Quantity of(String accountUnit, BigInteger amount) {
        return switch (accountUnit) {
            case Account.TOKEN -> new Quantity(new BigDecimal(amount), "token", amount, "token");
            case Account.MICROJOULE ->
                    new Quantity(scaled(amount, MICRO_DIGITS), "J", amount, "uJ");
            case Account.MICROGRAM -> new Quantity(scaled(amount, MICRO_DIGITS), "g", amount, "ug");
            default ->
                    new Quantity(
                            scaled(amount, NANO_DIGITS),
                            accountUnit,
                            amount,
                            "nano-" + accountUnit);
        };
    }

    /** Money in nano-units. */
    public static Quantity money(String currency, long nano) {
        return of(currency, BigInteger.valueOf(nano));
    }

    /** Microjoules. */
    public static Quantity energy(long uj) {
        return of(Account.MICROJOULE, BigInteger.valueOf(uj));
    }

    /** Micrograms of CO2 equivalent. */
    public static Quantity carbon(long ug) {
        return of(Account.MICROGRAM, BigInteger.valueOf(ug));
    }

    private static BigDecimal scaled(BigInteger amount, int digits) {
        BigDecimal stripped = new BigDecimal(amount, digits).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
