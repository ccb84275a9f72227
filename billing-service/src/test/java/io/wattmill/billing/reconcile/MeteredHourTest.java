// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.reconcile.MeteredHour.Assumed;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;

/** What explains an hour of a kWh meter. */
final class MeteredHourTest {

    private static final long MOST = 1_000_000_000_000L;
    private static final Assumed MEASURED = new Assumed(0, 0, 1_000_000);

    @Test
    void aKilowattHourIsThreePointSixMegajoules() {
        assertEquals(3_600_000_000_000L, MeteredHour.microjoules(BigDecimal.ONE));
        assertEquals(4, MeteredHour.microjoules(new BigDecimal("0.000000000001")));
    }

    @Test
    void aDeviceThatNobodyKnowsExplainsEverythingOnlyWhereNoneIsKnown() {
        assertEquals(Map.of(Cause.UNEXPLAINED, 70L), causes(170, OptionalLong.of(0)));
        assertEquals(Map.of(Cause.METER_MISSING, 70L), causes(170, OptionalLong.empty()));
    }

    @Test
    void aMeterThatShowsLessIsNotExplainedByDevicesThatNobodyRead() {
        assertEquals(Map.of(Cause.UNEXPLAINED, -70L), causes(30, OptionalLong.empty()));
    }

    @Property(tries = 500)
    void causesSumToTheDifferenceAndNoneTakesMoreThanItHasRoomFor(
            @ForAll @LongRange(min = 0, max = MOST) long meter,
            @ForAll @LongRange(min = 0, max = 1_000_000) long ppm,
            @ForAll @LongRange(min = 0, max = MOST) long ledger,
            @ForAll @LongRange(min = 0, max = MOST) long below,
            @ForAll @LongRange(min = 0, max = MOST) long above,
            @ForAll @LongRange(min = 0, max = MOST) long host,
            @ForAll @LongRange(min = 0, max = MOST) long facility,
            @ForAll @LongRange(min = 0, max = MOST) long unread) {
        Line line =
                new MeteredHour(
                                meter,
                                ppm,
                                ledger,
                                new Range(ledger - below, ledger + above),
                                new Assumed(host, facility, 500_000),
                                OptionalLong.of(unread))
                        .line();
        Map<Cause, Long> causes = line.sourceSide();
        assertEquals(meter - ledger, causes.values().stream().mapToLong(Long::longValue).sum());
        within(-below, causes.getOrDefault(Cause.BETWEEN_WINDOWS, 0L), above);
        within(-meter, causes.getOrDefault(Cause.METER_TOLERANCE, 0L), meter);
        within(0, causes.getOrDefault(Cause.METER_MISSING, 0L), unread);
        within(-host / 2, causes.getOrDefault(Cause.HOST_ASSUMED, 0L), host / 2);
        within(-facility / 2, causes.getOrDefault(Cause.PUE_ASSUMED, 0L), facility / 2);
        boolean oneSign =
                causes.values().stream().allMatch(amount -> amount > 0)
                        || causes.values().stream().allMatch(amount -> amount < 0);
        assertTrue(oneSign, "no cause makes room for another: " + causes);
    }

    private static void within(long low, long value, long high) {
        assertTrue(low <= value && value <= high, low + " <= " + value + " <= " + high);
    }

    private static Map<Cause, Long> causes(long meter, OptionalLong unread) {
        return new MeteredHour(meter, 0, 100, new Range(100, 100), MEASURED, unread)
                .line()
                .sourceSide();
    }
}
