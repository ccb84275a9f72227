// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class AvailabilityTest {

    @Test
    void aPartIsUpForItsTimeBetweenFailuresPerThatAndItsRepair() {
        Figure up = Availability.of(claimed(4_000), claimed(1));
        assertEquals(4_000 / 4_001.0, up.value(), 1e-12);
        assertTrue(up.low() < up.value() && up.value() < up.high());
        assertEquals(Provenance.DERIVED.and(Provenance.CLAIMED), up.provenance());
    }

    @Test
    void tiersAreTheTablesHours() {
        // 7x24exchange, spring 2015, page 35: 99.67, 99.75, 99.98, 99.99 %.
        assertEquals(0.9967, Tier.I.availability(), 5e-5);
        assertEquals(0.9975, Tier.II.availability(), 5e-5);
        assertEquals(0.9998, Tier.III.availability(), 5e-5);
        assertEquals(0.9999, Tier.IV.availability(), 5e-5);
        assertEquals(2 * 12 + 1.2 * 4, Tier.I.hoursDown(), 1e-9);
        assertEquals(Tier.III, Tier.reachedBy(0.99985));
        assertEquals(Tier.I, Tier.reachedBy(0.9));
    }

    @Test
    void twoOfThreeIsTheTextbooksSum() {
        double a = 0.9;
        assertEquals(3 * a * a * (1 - a) + a * a * a, Availability.kOfN(2, 3, a), 1e-12);
        assertEquals(1 - 0.1 * 0.1, Availability.kOfN(1, 2, a), 1e-12);
        assertEquals(a * a, Availability.series(List.of(a, a)), 1e-12);
        assertEquals(Availability.series(List.of(a, a)), Availability.kOfN(2, 2, a), 1e-12);
    }

    @Property
    void moreUnitsNeverMakeItWorse(
            @ForAll @IntRange(min = 1, max = 40) int needed,
            @ForAll @IntRange(min = 0, max = 10) int spare,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double part) {
        double with = Availability.kOfN(needed, needed + spare, part);
        double more = Availability.kOfN(needed, needed + spare + 1, part);
        assertTrue(more >= with - 1e-12 && more <= 1);
    }

    @Test
    void plannedHoursCountAsDown() {
        assertEquals(24, Availability.hoursDown(Availability.maintained(1, 24)), 1e-9);
    }

    @Test
    void countsOfAMillionUnitsDoNotUnderflow() {
        // Mean 1,000, deviation 31.6: three of these above it is 99.87 %.
        assertEquals(0.9986, Counting.binomialAtMost(1_000_000, 0.001, 1_095), 1e-3);
    }

    @Property
    void binomialIsThePlainSum(
            @ForAll @IntRange(min = 1, max = 20) int n,
            @ForAll @IntRange(min = 0, max = 20) int atMost,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double out) {
        double sum = 0;
        double choose = 1;
        for (int k = 0; k <= Math.min(atMost, n); k++) {
            sum += choose * Math.pow(out, k) * Math.pow(1 - out, n - k);
            choose = choose * (n - k) / (k + 1);
        }
        assertEquals(sum, Counting.binomialAtMost(n, out, atMost), 1e-9);
    }

    @Test
    void capacityIsWhatIsLeftOnAverage() {
        assertEquals(0.9, Spares.expectedCapacity(10, 0, 0.9), 1e-9);
        // Two units and a spare, each up half of the time: (1/8 x 0 + 3/8 x 1/2 + 4/8 x 1).
        assertEquals(0.375 * 0.5 + 0.5, Spares.expectedCapacity(2, 1, 0.5), 1e-9);
        assertTrue(Spares.expectedCapacity(72, 4, 0.999) > 0.999999);
    }

    private static Figure claimed(double value) {
        return Figure.within(value, 0.2, Provenance.CLAIMED, "vendor");
    }

    @Test
    void aHundredThousandNodesWithRepairsOfAYearAreCountedInOnePass() {
        double capacity =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> Spares.expectedCapacity(100_000, 0, 0.6));
        assertEquals(0.6, capacity, 1e-6);
    }
}
