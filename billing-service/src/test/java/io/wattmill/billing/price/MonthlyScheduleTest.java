// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.price.MonthlySchedule.Mode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;

final class MonthlyScheduleTest {

    private static final long M = 1_000_000;
    private static final MonthlySchedule GRADUATED =
            schedule(Mode.GRADUATED, step(0, "0"), step(M, "2"), step(10 * M, "1"));
    private static final MonthlySchedule VOLUME =
            schedule(Mode.VOLUME, step(0, "2"), step(10 * M, "1"));

    @Property
    void graduatedIsMonotoneAndNeverNegative(
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long tokens,
            @ForAll @LongRange(min = 0, max = 1_000_000_000) long more) {
        assertTrue(GRADUATED.owedNano(tokens) >= 0);
        assertTrue(GRADUATED.owedNano(tokens + more) >= GRADUATED.owedNano(tokens));
    }

    @Property
    void graduatedAddsUpStepByStep(
            @ForAll @LongRange(min = 0, max = 30_000_000) long tokens,
            @ForAll @LongRange(min = 0, max = 30_000_000) long more) {
        long free = Math.min(more, Math.max(0, M - tokens));
        long atTwo = Math.min(more - free, Math.max(0, 10 * M - tokens - free));
        long atOne = more - free - atTwo;
        assertEquals(
                GRADUATED.owedNano(tokens) + atTwo * 2_000 + atOne * 1_000,
                GRADUATED.owedNano(tokens + more));
    }

    @Property
    void adjustmentsOfAMonthThatGrowsSumToTheLastOne(
            @ForAll @LongRange(min = 0, max = 20_000_000) long first,
            @ForAll @LongRange(min = 0, max = 20_000_000) long second) {
        long before = GRADUATED.adjustmentNano(first, first * 2_000);
        long whole = GRADUATED.adjustmentNano(first + second, (first + second) * 2_000);
        long posted = before + (whole - before);
        assertEquals((first + second) * 2_000 + posted, GRADUATED.owedNano(first + second));
    }

    @Test
    void aFreeTierGivesBackWhatWasCharged() {
        assertEquals(-2_000 * M, GRADUATED.adjustmentNano(M, 2_000 * M));
        assertEquals(-2_000 * M, GRADUATED.adjustmentNano(5 * M, 10_000 * M));
    }

    @Test
    void volumePricesTheWholeMonthAtTheStepThatItReached() {
        assertEquals(20_000 * M, VOLUME.owedNano(10 * M));
        assertEquals(10_000 * M + 1_000, VOLUME.owedNano(10 * M + 1));
    }

    @Test
    void aProjectsOwnScheduleComesFirst() {
        MonthlySchedule own =
                new MonthlySchedule(
                        "", "p1", "m", Meter.OUTPUT, "", Mode.VOLUME, List.of(step(0, "1")));
        MonthlyTerms terms = new MonthlyTerms(List.of(GRADUATED, own));
        assertEquals(own, terms.of(total("p1", "")).orElseThrow());
        assertEquals(GRADUATED, terms.of(total("p2", "")).orElseThrow());
        assertTrue(terms.of(total("p2", "batch")).isEmpty());
    }

    @Test
    void refusesStepsThatAreNoneAndSchedulesThatTie() {
        assertThrows(IllegalArgumentException.class, () -> schedule(Mode.GRADUATED, step(1, "1")));
        assertThrows(
                IllegalArgumentException.class,
                () -> schedule(Mode.GRADUATED, step(0, "1"), step(0, "2")));
        assertThrows(
                IllegalArgumentException.class, () -> new MonthlyTerms(List.of(GRADUATED, VOLUME)));
    }

    private static MonthTotal total(String project, String tier) {
        return new MonthTotal("org", project, "m", Meter.OUTPUT, tier, "USD", 1, 1);
    }

    @Test
    void isForTheDefaultTierByAnyOfItsNames() {
        MonthTotal total = new MonthTotal("o", "p", "m", Meter.OUTPUT, "", "USD", 1, 1);
        for (String name : List.of("", "default", "auto")) {
            MonthlySchedule schedule =
                    new MonthlySchedule(
                            "", "", "m", Meter.OUTPUT, name, Mode.VOLUME, List.of(step(0, "2")));
            assertTrue(new MonthlyTerms(List.of(schedule)).of(total).isPresent(), name);
        }
    }

    private static MonthlySchedule schedule(Mode mode, PriceStep... steps) {
        return new MonthlySchedule("", "", "m", Meter.OUTPUT, "", mode, List.of(steps));
    }

    private static PriceStep step(long above, String perMtok) {
        return new PriceStep(above, new Rate(new BigDecimal(perMtok)));
    }
}
