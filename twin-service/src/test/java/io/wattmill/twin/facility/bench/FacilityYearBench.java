// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.bench;

import io.wattmill.twin.facility.year.Buildings;
import io.wattmill.twin.facility.year.Column;
import io.wattmill.twin.facility.year.Facility;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.facility.year.OutageCase;
import io.wattmill.twin.facility.year.YearFigures;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * How long a year of a building takes: chain and cooling by the hour, the same with intervals, and
 * with every unit out in its turn. Arguments: racks, rounds. The first round is cold: as a command
 * finds it.
 */
public final class FacilityYearBench {

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
        measure("every unit out", rounds, () -> OutageCase.all(facility).size());
    }

    private static void measure(String what, int rounds, DoubleSupplier work) {
        double[] millis = new double[rounds];
        double checked = 0;
        for (int round = 0; round < rounds; round++) {
            long began = System.nanoTime();
            checked += work.getAsDouble();
            millis[round] = (System.nanoTime() - began) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        print(what + ", first, ms", first);
        print(what + ", median, ms", millis[rounds / 2]);
        print(what + ", checked", checked / rounds);
    }

    private static void print(String what, double value) {
        System.out.printf(Locale.ROOT, "%-28s %,.1f%n", what, value);
    }
}
