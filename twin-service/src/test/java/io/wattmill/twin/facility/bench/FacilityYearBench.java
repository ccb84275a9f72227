// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.bench;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.facility.year.Buildings;
import io.wattmill.twin.facility.year.Column;
import io.wattmill.twin.facility.year.Facility;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.facility.year.YearFigures;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * How long a year of a building takes: chain and cooling by the hour, the same with intervals, and
 * with every unit out in its turn. Arguments: racks, rounds. The first round is cold: as a command
 * finds it. Time by the clock, and of the one thread that works, which a busy machine lengthens
 * less.
 */
public final class FacilityYearBench {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private FacilityYearBench() {}

    public static void main(String[] args) {
        int racks = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 9;
        Facility facility = Buildings.liquid(racks, Buildings.FRANKFURT);
        print("racks", racks);
        print("cores", Runtime.getRuntime().availableProcessors());
        print("heap, MB", Runtime.getRuntime().maxMemory() >> 20);
        measure("a year", rounds, () -> FacilityYear.of(facility).sum(Column.SITE));
        FacilityYear year = FacilityYear.of(facility);
        measure("intervals", rounds, () -> YearFigures.of(facility, year).pue().value());
        measure("every unit out", rounds, () -> everyUnitOut(facility));
    }

    /** Hours with heat that is not carried, of a year without each unit in its turn. */
    private static double everyUnitOut(Facility facility) {
        return facility.mayFail().stream()
                .map(each -> FacilityYear.of(facility, Stance.BEST, Outage.of(List.of(each))))
                .mapToInt(year -> year.hoursAbove(Column.MISSED, 1))
                .sum();
    }

    private static void measure(String what, int rounds, DoubleSupplier work) {
        double[] millis = new double[rounds];
        double[] cpu = new double[rounds];
        double checked = 0;
        for (int round = 0; round < rounds; round++) {
            long began = System.nanoTime();
            long worked = THREADS.getCurrentThreadCpuTime();
            checked += work.getAsDouble();
            millis[round] = (System.nanoTime() - began) / 1e6;
            cpu[round] = (THREADS.getCurrentThreadCpuTime() - worked) / 1e6;
        }
        report(what + ", ms", millis);
        report(what + ", CPU ms", cpu);
        print(what + ", checked", checked / rounds);
    }

    private static void report(String what, double[] rounds) {
        print(what + ", first", rounds[0]);
        Arrays.sort(rounds);
        print(what + ", median", rounds[rounds.length / 2]);
    }

    private static void print(String what, double value) {
        System.out.printf(Locale.ROOT, "%-32s %,.1f%n", what, value);
    }
}
