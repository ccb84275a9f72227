// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Figures per something, null where there is nothing to divide by. Joules and cost of requests that
 * are not measured yet are taken to be as those of measured ones. What a success takes counts the
 * failures in, and takes requests whose outcome nobody reported to be as those with one.
 */
record Ratios(FinanceSums sums) {

    private static final int SHARE_DIGITS = 4;
    private static final int MONEY_DIGITS = 9;
    private static final int JOULE_DIGITS = 6;
    private static final int MICRO = 6;
    private static final int NANO = 9;

    /** Requests whose joules are all booked, of all. */
    @Nullable BigDecimal measuredShare() {
        return quotient(measured(), requests(), SHARE_DIGITS);
    }

    /** Quality of the meters, weighted by joules. */
    @Nullable BigDecimal quality() {
        return quotient(
                whole(sums.joules().qualityUj()), whole(sums.joules().device()), SHARE_DIGITS);
    }

    /** Margin over what is charged. */
    @Nullable BigDecimal margin() {
        long due = sums.money().due();
        return quotient(
                whole(Math.subtractExact(due, sums.money().cost())), whole(due), SHARE_DIGITS);
    }

    /** Output tokens per joule of device, host and facility. */
    @Nullable BigDecimal tokensPerJoule() {
        return quotient(output().multiply(measured()), joules().multiply(requests()), JOULE_DIGITS);
    }

    /** Joules per output token. */
    @Nullable BigDecimal joulesPerToken() {
        return quotient(joules().multiply(requests()), output().multiply(measured()), JOULE_DIGITS);
    }

    @Nullable BigDecimal joulesPerSuccess() {
        return perSuccess(joules(), measured(), JOULE_DIGITS);
    }

    @Nullable BigDecimal costPerSuccess() {
        return perSuccess(money(sums.money().cost()), measured(), MONEY_DIGITS);
    }

    @Nullable BigDecimal chargedPerSuccess() {
        return perSuccess(money(sums.money().due()), requests(), MONEY_DIGITS);
    }

    /** An amount that {@code of} requests took, of them the share with an outcome, per success. */
    private @Nullable BigDecimal perSuccess(BigDecimal amount, BigDecimal of, int digits) {
        return quotient(
                amount.multiply(whole(sums.outcomes().reported())),
                of.multiply(whole(sums.outcomes().succeeded())),
                digits);
    }

    private BigDecimal requests() {
        return whole(sums.requests().count());
    }

    private BigDecimal measured() {
        return whole(sums.requests().measured());
    }

    private BigDecimal output() {
        return whole(sums.tokens().output());
    }

    private BigDecimal joules() {
        return BigDecimal.valueOf(sums.joules().all(), MICRO);
    }

    private static BigDecimal money(long nano) {
        return BigDecimal.valueOf(nano, NANO);
    }

    private static BigDecimal whole(long number) {
        return BigDecimal.valueOf(number);
    }

    private static @Nullable BigDecimal quotient(BigDecimal part, BigDecimal of, int digits) {
        if (of.signum() == 0) {
            return null;
        }
        BigDecimal exact = part.divide(of, digits, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }
}
