// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.List;

class EnergyMeterTest {

    @Property
    void isTheExactIntegralOfThePowerThatItShows(
            @ForAll @Size(max = 50)
                    List<@LongRange(min = 0, max = 20_000_000_000_000L) Long> durations,
            @ForAll @LongRange(min = 0, max = 2_300_000) long firstPower) {
        var meter = new EnergyMeter(7, firstPower);
        var integral = BigInteger.ZERO;
        long now = 7;
        for (long nanos : durations) {
            integral =
                    integral.add(
                            BigInteger.valueOf(meter.powerMilliwatts())
                                    .multiply(BigInteger.valueOf(nanos)));
            now += nanos;
            meter.change(now, nanos % 2_300_001);
            assertEquals(
                    integral.divide(BigInteger.valueOf(1_000)).longValueExact(),
                    meter.nanojoules());
            assertEquals(meter.nanojoules() / 1_000_000, meter.millijoules());
        }
    }

    @Test
    void refusesTimeThatGoesBack() {
        var meter = new EnergyMeter(10, 1);
        assertThrows(IllegalArgumentException.class, () -> meter.advance(9));
    }

    @Property
    void aBankNeverGainsNorLosesAMilliwatt(
            @ForAll @IntRange(min = 1, max = 8) int gpus,
            @ForAll @LongRange(min = 0, max = 10_000_000) long group) {
        var bank = new GpuBank(gpus, 0, group);
        assertEquals(group, bank.meters().stream().mapToLong(EnergyMeter::powerMilliwatts).sum());
    }
}
