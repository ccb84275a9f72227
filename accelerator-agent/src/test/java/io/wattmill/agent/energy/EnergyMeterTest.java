// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.energy.EnergyReading.Notice;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

class EnergyMeterTest {

    private static final long MS = 1_000_000L;
    private static final EnergyLimits LIMITS =
            new EnergyLimits(30_000 * MS, 2_000 * MS, 3_000 * MS);

    /** Whoever reads the meter takes a fall for a reset; this is that reading. */
    private static long booked(List<EnergyReading> readings) {
        long total = 0;
        for (int i = 1; i < readings.size(); i++) {
            long now = readings.get(i).energyUj();
            long before = readings.get(i - 1).energyUj();
            total += now >= before ? now - before : now;
        }
        return total;
    }

    @Property
    void theSumOfTheStepsIsWhatTheCounterCountedAcrossResets(
            @ForAll @Size(min = 2, max = 60) List<@LongRange(min = 0, max = 90_000_000) Long> steps,
            @ForAll @IntRange(min = 1, max = 59) int resetAt,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long origin) {
        EnergyMeter meter = new EnergyMeter(LIMITS);
        List<EnergyReading> readings = new ArrayList<>();
        long counter = origin;
        long expected = 0;
        for (int i = 0; i < steps.size(); i++) {
            boolean reset = i == resetAt && counter > steps.get(i);
            counter = reset ? steps.get(i) : counter + steps.get(i);
            expected += i == 0 ? 0 : steps.get(i);
            readings.add(read(meter, i * 200L, counter, 115_000));
        }

        assertEquals(expected, booked(readings));
    }

    @Property
    void integratesPowerWhereThereIsNoCounter(
            @ForAll @Size(min = 1, max = 50) List<@LongRange(min = 0, max = 1_000_000) Long> powers,
            @ForAll @IntRange(min = 1, max = 3_000) int periodMs) {
        EnergyMeter meter = new EnergyMeter(LIMITS);
        long halves = 0;
        EnergyReading last = noCounter(meter, 0, powers.getFirst());
        for (int i = 1; i < powers.size(); i++) {
            last = noCounter(meter, (long) i * periodMs, powers.get(i));
            halves += (powers.get(i - 1) + powers.get(i)) * periodMs;
        }

        // mW * ms are microjoules; the trapezoid halves them.
        assertEquals(halves / 2, last.energyUj());
        assertEquals(EnergySource.INTEGRAL, last.source());
        assertEquals(0, last.qualityPpm());
    }

    @Example
    void doesNotIntegrateAcrossAGapAndSaysSo() {
        EnergyMeter meter = new EnergyMeter(LIMITS);
        noCounter(meter, 0, 100_000);

        EnergyReading after = noCounter(meter, 3_001, 100_000);

        assertEquals(0, after.energyUj());
        assertTrue(after.notices().contains(Notice.GAP));
        assertEquals(20_000_000, noCounter(meter, 3_201, 100_000).energyUj());
    }

    @Example
    void goesOnByTheIntegralWhenTheCounterIsLostAndNeverFallsWhenItIsBack() {
        EnergyMeter meter = new EnergyMeter(LIMITS);
        read(meter, 0, 5_000_000_000L, 100_000);
        EnergyReading lost = noCounter(meter, 1_000, 100_000);
        assertEquals(5_100_000_000L, lost.energyUj());
        assertTrue(lost.notices().contains(Notice.COUNTER_LOST));

        // The counter says less than the integral: the reading waits for it.
        assertEquals(5_100_000_000L, read(meter, 2_000, 5_090_000_000L, 100_000).energyUj());
        assertEquals(5_190_000_000L, read(meter, 3_000, 5_190_000_000L, 100_000).energyUj());
    }

    @Example
    void aCounterThatLagsBehindIsWaitedForAndWasNotReset() {
        EnergyMeter meter = new EnergyMeter(LIMITS);
        read(meter, 0, 5_000_000_000L, 100_000);
        EnergyReading behind = read(meter, 100, 4_999_995_000L, 100_000);
        assertEquals(Set.of(), behind.notices());
        assertEquals(5_000_000_000L, behind.energyUj());
        assertEquals(5_000_000_000L, read(meter, 200, 4_999_998_000L, 100_000).energyUj());
        EnergyReading on = read(meter, 300, 5_030_000_000L, 100_000);
        assertEquals(Set.of(), on.notices());
        assertEquals(5_030_000_000L, on.energyUj());
    }

    @Example
    void aCounterThatBeganAnewBehindOneThatLaggedIsAReset() {
        EnergyMeter meter = new EnergyMeter(LIMITS);
        read(meter, 0, 5_000_000_000L, 100_000);
        read(meter, 100, 4_999_995_000L, 100_000);
        EnergyReading anew = read(meter, 200, 4_000_000L, 100_000);
        assertEquals(Set.of(Notice.COUNTER_RESET), anew.notices());
        assertEquals(4_000_000L, anew.energyUj());
    }

    @Example
    void aCounterThatAppearsLateDoesNotJump() {
        EnergyMeter meter = new EnergyMeter(LIMITS);
        noCounter(meter, 0, 100_000);
        noCounter(meter, 1_000, 100_000);

        assertEquals(100_000_000L, read(meter, 2_000, 9_000_000_000_000L, 100_000).energyUj());
        assertEquals(250_000_000L, read(meter, 3_000, 9_000_150_000_000L, 100_000).energyUj());
    }

    @Example
    void saysNothingOfADeviceThatSaysNeitherEnergyNorPower() {
        EnergySample nothing = new EnergySample(0, OptionalLong.empty(), OptionalLong.empty());

        assertTrue(new EnergyMeter(LIMITS).accept(nothing).isEmpty());
    }

    @Example
    void judgesNothingBeforeThereIsEnoughToJudgeBy() {
        EnergyMeter meter = new EnergyMeter(LIMITS);
        long counter = 0;
        for (long ms = 0; ms <= 2_000; ms += 200) {
            counter += 20_000_000;
            assertEquals(0, read(meter, ms, counter, 100_000).qualityPpm());
        }
        assertEquals(1_000_000, read(meter, 2_200, counter + 20_000_000, 100_000).qualityPpm());
    }

    /** A counter behind an exporter that refreshes each second, read at a jittered 200 ms. */
    @Property(tries = 50)
    void aCoarseCounterDoesNotReadAsBadQuality(
            @ForAll long seed, @ForAll @IntRange(min = 10, max = 1_000) int refreshMs) {
        SplittableRandom random = new SplittableRandom(seed);
        EnergyMeter meter = new EnergyMeter(LIMITS);
        EnergyReading last = read(meter, 0, 0, 400_000);
        long ms = 0;
        while (ms < 40_000) {
            ms += random.nextLong(180, 221);
            last = read(meter, ms, ms / refreshMs * refreshMs * 400_000, 400_000);
        }

        assertTrue(last.qualityPpm() > 985_000, "quality " + last.qualityPpm());
    }

    @Example
    void aCounterThatCountsHalfIsWorthHalf() {
        EnergyMeter meter = new EnergyMeter(LIMITS);
        EnergyReading last = read(meter, 0, 0, 400_000);
        for (long ms = 200; ms <= 10_000; ms += 200) {
            last = read(meter, ms, ms * 200_000, 400_000);
        }

        assertEquals(500_000, last.qualityPpm(), 2_000);
    }

    @Example
    void aCounterThatStandsStillWhilePowerIsDrawnIsWorthless() {
        EnergyMeter meter = new EnergyMeter(LIMITS);
        EnergyReading last = read(meter, 0, 7_000_000, 400_000);
        for (long ms = 200; ms <= 70_000; ms += 200) {
            last = read(meter, ms, 7_000_000, 400_000);
        }

        assertEquals(1, last.qualityPpm());
        assertEquals(7_000_000, last.energyUj());
    }

    private static EnergyReading read(EnergyMeter meter, long ms, long counterUj, long powerMw) {
        return meter.accept(
                        new EnergySample(
                                ms * MS, OptionalLong.of(counterUj), OptionalLong.of(powerMw)))
                .orElseThrow();
    }

    private static EnergyReading noCounter(EnergyMeter meter, long ms, long powerMw) {
        return meter.accept(
                        new EnergySample(ms * MS, OptionalLong.empty(), OptionalLong.of(powerMw)))
                .orElseThrow();
    }
}
