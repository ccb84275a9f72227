// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.weather.PlanningYear;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A building over 8,760 hours. Watts are means of their hour, so that their sum in Wh is the
 * energy.
 */
public final class FacilityYear {
    private final Map<Column, double[]> columns;
    private final short[] binding;
    private final List<String> units;
    private final List<Flow> meanFlows;
    private final List<Flow> peakFlows;

    private FacilityYear(YearWriting writing, List<Flow> meanFlows, List<Flow> peakFlows) {
        this.columns = writing.columns();
        this.binding = writing.binding();
        this.units = writing.units();
        this.meanFlows = meanFlows;
        this.peakFlows = peakFlows;
    }

    /** The year as it should be. */
    public static FacilityYear of(Facility facility) {
        return of(facility, Stance.BEST, Outage.NONE);
    }

    /** The year with inputs at an end, or with units out. */
    public static FacilityYear of(Facility facility, Stance stance, Outage outage) {
        RunningFacility running = new RunningFacility(facility, stance, outage);
        YearWriting writing = new YearWriting(running);
        FlowChart flows = new FlowChart(running);
        for (int hour = 0; hour < PlanningYear.HOURS; hour++) {
            running.hour(hour);
            writing.write(hour);
            flows.add();
        }
        List<Flow> mean = flows.mean();
        running.hour(writing.peakHour());
        return new FacilityYear(writing, mean, flows.now());
    }

    /** One figure of one hour. */
    public double at(Column column, int hour) {
        return of(column)[hour];
    }

    /** All hours of a column, a copy. */
    public double[] column(Column column) {
        return of(column).clone();
    }

    /** Sum of a column over the year: watts come out as Wh. */
    public double sum(Column column) {
        double sum = 0;
        for (double value : of(column)) {
            sum += value;
        }
        return sum;
    }

    /** Hours in which the column is above the value. */
    public int hoursAbove(Column column, double value) {
        int hours = 0;
        for (double each : of(column)) {
            hours += each > value ? 1 : 0;
        }
        return hours;
    }

    /** Hour with the greatest value of the column, the first of them. */
    public int peakHour(Column column) {
        return YearWriting.peakOf(of(column));
    }

    /** Site per IT of the hour; 0 in an hour in which racks draw nothing. */
    public double pue(int hour) {
        double it = at(Column.IT, hour);
        return it > 0 ? at(Column.SITE, hour) / it : 0;
    }

    /** Id of the unit that is nearest to its limit in the hour, or furthest above it. */
    public String binding(int hour) {
        return units.get(binding[hour]);
    }

    /** Hours in which each unit is the nearest to its limit, by name; those that never are, not. */
    public Map<String, Integer> bindingHours() {
        Map<String, Integer> hours = new TreeMap<>();
        for (short unit : binding) {
            hours.merge(units.get(unit), 1, Integer::sum);
        }
        return Collections.unmodifiableMap(hours);
    }

    /** Flows of the mean hour: over the year, divided by its hours. */
    public List<Flow> meanFlows() {
        return meanFlows;
    }

    /** Flows of the hour in which the site draws most. */
    public List<Flow> peakFlows() {
        return peakFlows;
    }

    private double[] of(Column column) {
        double[] values = columns.get(column);
        if (values == null) {
            throw new IllegalStateException(column + " was not written");
        }
        return values;
    }
}
