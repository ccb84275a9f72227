// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.cooling.CoolingHour;
import io.wattmill.twin.facility.power.LoadFlow;
import io.wattmill.twin.weather.PlanningYear;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Takes down what a running building does, hour by hour. */
final class YearWriting {
    private final RunningFacility running;
    private final Map<Column, double[]> columns = new EnumMap<>(Column.class);
    private final short[] binding = new short[PlanningYear.HOURS];
    private final List<String> units;
    private final int chainUnits;
    private final int cdus;
    private final int banks;
    private final int loops;

    YearWriting(RunningFacility running) {
        this.running = running;
        this.units = running.constraints();
        this.chainUnits = running.network().plan().units().size();
        this.cdus = running.facility().cooling().cdus().size();
        this.banks = running.facility().cooling().banks().size();
        this.loops = running.facility().cooling().loops().size();
        for (Column column : Column.values()) {
            columns.put(column, new double[PlanningYear.HOURS]);
        }
    }

    /** All columns, and what binds. */
    void write(int hour) {
        sums(hour);
        bind(hour);
    }

    /** What is summed up: no loading, which takes a look at every unit. */
    void sums(int hour) {
        set(Column.IT, hour, running.itWatts());
        set(Column.SITE, hour, running.flow().siteWatts());
        set(Column.CHAIN_LOSS, hour, chainLoss(running.flow()));
        set(Column.OTHER, hour, running.otherWatts());
        set(Column.UNSERVED, hour, running.unservedWatts());
        cooling(hour, running.cooling());
        double kwh = running.flow().siteWatts() / 1_000;
        set(Column.CARBON_GRAMS, hour, kwh * running.carbonGramsPerKwh(hour));
    }

    private double chainLoss(LoadFlow flow) {
        double loss = 0;
        for (int unit = 0; unit < chainUnits; unit++) {
            loss += flow.loss(unit);
        }
        return loss;
    }

    private void cooling(int hour, CoolingHour cooling) {
        double pumps = 0;
        double chillers = 0;
        double fans = 0;
        for (int loop = 0; loop < loops; loop++) {
            pumps += cooling.loopPumpWatts(loop);
            chillers += cooling.loop(loop).chillerWatts();
            fans += cooling.loop(loop).fanWatts();
        }
        set(Column.PUMPS, hour, pumps + movers(cooling, 0, cdus));
        set(Column.ROOM_FANS, hour, movers(cooling, cdus, banks));
        set(Column.CHILLERS, hour, chillers);
        set(Column.REJECTION_FANS, hour, fans);
        set(Column.REJECTED, hour, cooling.rejectedWatts());
        set(Column.MISSED, hour, cooling.missedWatts() + running.paths().uncarried());
        set(Column.LITRES, hour, cooling.litres());
    }

    private static double movers(CoolingHour cooling, int from, int to) {
        double watts = 0;
        for (int bank = from; bank < to; bank++) {
            watts += cooling.moverWatts(bank);
        }
        return watts;
    }

    private void bind(int hour) {
        int most = 0;
        double loading = -1;
        for (int unit = 0; unit < units.size(); unit++) {
            double each = loading(unit);
            if (each > loading) {
                loading = each;
                most = unit;
            }
        }
        binding[hour] = (short) most;
        set(Column.LOADING, hour, loading);
    }

    private double loading(int unit) {
        return unit < chainUnits
                ? running.network().loading(unit, running.flow())
                : running.cooling().loading(unit - chainUnits);
    }

    private void set(Column column, int hour, double value) {
        of(column)[hour] = value;
    }

    private double[] of(Column column) {
        return Objects.requireNonNull(columns.get(column));
    }

    double at(Column column, int hour) {
        return of(column)[hour];
    }

    int peakHour() {
        return peakOf(of(Column.SITE));
    }

    static int peakOf(double[] values) {
        int peak = 0;
        for (int i = 1; i < values.length; i++) {
            peak = values[i] > values[peak] ? i : peak;
        }
        return peak;
    }

    Map<Column, double[]> columns() {
        return columns;
    }

    short[] binding() {
        return binding;
    }

    List<String> units() {
        return units;
    }
}
