// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

class HourMeterTest {
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final long HOUR_US = 3_600_000_000L;

    @Test
    void anHourOfAKilowattIsAKilowattHour() {
        var meter = new HourMeter(5, 0, 1_000_000, 0, 10);
        meter.advance(5 + HOUR_NANOS);
        assertEquals(Map.of(0L, new BigDecimal("1.000000000000000")), meter.hours());
    }

    @Test
    void hoursAreTheWallClocksAndTheFirstOneIsCutShort() {
        var meter = new HourMeter(0, HOUR_US / 4, 1_000_000, 500_000, 10);
        meter.advance(2 * HOUR_NANOS);
        var first = new BigDecimal("1.125000000000000");
        var second = new BigDecimal("1.500000000000000");
        assertEquals(Map.of(0L, first, HOUR_US, second), meter.hours());
        assertEquals(
                "hour,value\n1970-01-01T00:00:00Z,1.125000000000000\n"
                        + "1970-01-01T01:00:00Z,1.500000000000000\n",
                MeterCsv.of(List.of(meter.hours())));
    }

    @Test
    void keepsTheNewestHoursAndCountsTheOthers() {
        var meter = new HourMeter(0, 0, 1_000, 0, 2);
        meter.advance(5 * HOUR_NANOS);
        assertEquals(2, meter.hours().size());
        assertTrue(meter.hours().containsKey(4 * HOUR_US));
        assertEquals(3, meter.dropped());
    }

    /** The GPUs' counters and this one hear of the same power and come to the same energy. */
    @Property(tries = 200)
    void agreesWithTheSumOfTheDevicesWithinTheRoundingOfAnHour(
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0, max = 8_000_000) Long> powers,
            @ForAll @IntRange(min = 1, max = 8) int gpus,
            @ForAll @LongRange(min = 1, max = 3_600_000_000_000L) long step) {
        var bank = new GpuBank(gpus, 0, 100);
        var meter = new HourMeter(0, 0, 100, 0, 1_000);
        long at = 0;
        for (long power : powers) {
            at += step;
            bank.change(at, power);
            meter.change(at, power);
        }
        long end = (at / HOUR_NANOS + 1) * HOUR_NANOS;
        bank.advance(end);
        meter.advance(end);
        var devices = bank.meters().stream().mapToLong(EnergyMeter::nanojoules).sum();
        var hours = meter.hours().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        var difference =
                hours.multiply(new BigDecimal("3.6e15")).subtract(BigDecimal.valueOf(devices));
        long rounding = gpus + 3L * meter.hours().size();
        assertTrue(difference.abs().compareTo(BigDecimal.valueOf(rounding)) <= 0);
    }
}
