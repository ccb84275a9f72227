// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

class PowerTrendTest {

    private static List<PowerTrend.Reading> course(int seconds, IntToDoubleFunction watts) {
        return IntStream.rangeClosed(0, seconds)
                .mapToObj(s -> new PowerTrend.Reading(s * 1_000_000L, watts.applyAsDouble(s)))
                .toList();
    }

    private static Optional<BigDecimal> secondsTo(
            double budget, int seconds, IntToDoubleFunction watts) {
        return PowerTrend.of(course(seconds, watts)).flatMap(trend -> trend.secondsTo(budget));
    }

    @Test
    void risingPowerMeetsItsBudgetWhereTheLineDoes() {
        assertEquals(
                Optional.of(BigDecimal.valueOf(40)),
                secondsTo(1_000, 60, s -> 300 + 5.0 * s + 200));
    }

    @Test
    void powerAboveItsBudgetIsThere() {
        assertEquals(Optional.of(BigDecimal.ZERO), secondsTo(1_000, 60, _ -> 1_200));
    }

    @Test
    void steadyFallingOrRestlessPowerGoesNowhere() {
        assertEquals(Optional.empty(), secondsTo(1_000, 60, _ -> 500));
        assertEquals(Optional.empty(), secondsTo(1_000, 60, s -> 500 - s));
        assertEquals(Optional.empty(), secondsTo(1_000, 60, s -> s % 2 == 0 ? 300 : 700));
    }

    @Test
    void aFewSecondsAreNoTrend() {
        assertEquals(Optional.empty(), secondsTo(1_000, 9, s -> 500 + 50.0 * s));
    }
}
