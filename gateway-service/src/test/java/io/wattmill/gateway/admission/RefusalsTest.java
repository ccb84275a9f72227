// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.admission.Admission.Outcome;
import io.wattmill.gateway.budget.Budget;
import io.wattmill.gateway.budget.Frame;
import io.wattmill.gateway.budget.Measure;
import io.wattmill.gateway.budget.Whose;
import io.wattmill.gateway.lease.Shortage;

import org.junit.jupiter.api.Test;

import java.util.OptionalInt;
import java.util.OptionalLong;

final class RefusalsTest {

    private static final long S = 1_000_000L;
    private static final long CENT = 10_000_000L;

    /** 2026-01-01T20:48:00Z. */
    private static final long NOW = (1_767_225_600 + 20 * 3_600 + 48 * 60) * S;

    private static final long MIDNIGHT = (1_767_225_600 + 24 * 3_600) * S;

    @Test
    void saysWhatIsSpentWhatItWouldCostAndWhenItResets() {
        Outcome.Refused refused = spent(998 * CENT, 4 * CENT, MIDNIGHT);
        assertEquals(
                "Project demo has spent $9.98 of its daily budget of $10.00; this request could"
                        + " cost up to $0.04. It resets at 00:00 UTC (in 3 h 12 min). An admin can"
                        + " raise it with `wattmill budgets set`.",
                refused.error().message());
        assertEquals(429, refused.error().status());
        assertEquals("insufficient_quota", refused.error().type());
        assertEquals(OptionalInt.of(3 * 3_600 + 12 * 60), refused.error().retryAfterSeconds());
        assertEquals(OptionalLong.of(MIDNIGHT - NOW), refused.limits().retryUs());
    }

    @Test
    void whatIsOnlyHeldIsThereAgainSoon() {
        Outcome.Refused refused = spent(500 * CENT, 4 * CENT, MIDNIGHT);
        assertTrue(refused.error().message().contains("held by requests under way"));
        assertEquals(OptionalInt.of(5), refused.error().retryAfterSeconds());
    }

    @Test
    void whatNeverFitsIsNotWorthRetrying() {
        Outcome.Refused refused = spent(0, 1_001 * CENT, MIDNIGHT);
        assertEquals(OptionalInt.empty(), refused.error().retryAfterSeconds());
    }

    @Test
    void smallAmountsAndOtherUnitsCanBeRead() {
        assertEquals("$0.00019", Amounts.of(new Measure.Money("USD"), 187_000));
        assertEquals("1,234.50 EUR", Amounts.of(new Measure.Money("EUR"), 123_450 * CENT));
        assertEquals("9,980 tokens", Amounts.of(new Measure.Tokens(), 9_980));
        assertEquals("12.5 J", Amounts.of(new Measure.Joules(), 12_500_000));
        assertEquals("8 d 3 h", Amounts.time((8 * 24 + 3) * 3_600 * S));
        assertEquals("2 s", Amounts.time(S + 1));
    }

    private static Outcome.Refused spent(long spent, long amount, long regainsAtUs) {
        Budget budget =
                new Budget(
                        "b",
                        new Whose(Whose.Kind.PROJECT, "demo"),
                        "USD",
                        new Measure.Money("USD"),
                        1_000 * CENT,
                        new Frame.Day(),
                        true);
        Shortage shortage = new Shortage("nothing left", spent, 0, regainsAtUs, NOW + 5 * S);
        return Refusals.of(new Refusal.Spent(budget, shortage, amount), LimitState.NONE, NOW);
    }
}
