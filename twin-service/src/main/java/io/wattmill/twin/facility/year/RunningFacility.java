// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.facility.cooling.CoolingHour;
import io.wattmill.twin.facility.cooling.CoolingPlant;
import io.wattmill.twin.facility.cooling.CoolingUnit;
import io.wattmill.twin.facility.power.LoadFlow;
import io.wattmill.twin.facility.power.PowerNetwork;
import io.wattmill.twin.facility.power.PowerPlan;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.weather.HourSeries;
import io.wattmill.twin.weather.WeatherYear;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A building at work, one hour at a time. Pumps and fans draw power through the chain, whose losses
 * indoors warm the room that they cool: both are solved in turn until neither changes.
 */
final class RunningFacility {
    /** By how much a year may differ from its climate in the mean: assumed. */
    private static final double WEATHER_ERROR_K = 1;

    /** By how much a grid's carbon may differ, where it is stated and where it is assumed. */
    private static final double CARBON_ERROR = 0.10;

    private static final double ASSUMED_CARBON_ERROR = 0.30;

    private static final double SETTLED = 1e-9;
    private static final int MOST_TURNS = 20;

    private final Facility facility;
    private final PowerNetwork network;
    private final CoolingPlant plant;
    private final HeatPaths paths;
    private final WeatherYear weather;
    private final LoadFlow flow;
    private final CoolingHour cooling;
    private final double[] loads;
    private final HourSeries[] racks;
    private final double[] certainty;
    private final double otherWatts;
    private final double carbon;
    private double wantedWatts;
    private boolean first = true;

    RunningFacility(Facility facility, Stance stance, Outage outage) {
        this(facility, facility.power(), stance, outage);
    }

    /** The same, of a chain that was sorted before. */
    RunningFacility(Facility facility, PowerPlan power, Stance stance, Outage outage) {
        this.facility = facility;
        this.network = new PowerNetwork(power, stance, outage);
        this.plant = new CoolingPlant(facility.cooling(), stance, outage.with(dark()));
        this.paths = new HeatPaths(facility, power, stance);
        this.weather =
                stance.moved().filter(Knob.WEATHER::equals).isEmpty()
                        ? facility.weather()
                        : facility.weather()
                                .warmer(stance.high() ? WEATHER_ERROR_K : -WEATHER_ERROR_K);
        this.flow = network.newFlow();
        this.cooling = plant.newHour();
        this.loads = new double[power.loads().size()];
        this.racks = facility.racks().stream().map(RackLoad::watts).toArray(HourSeries[]::new);
        this.certainty =
                facility.racks().stream()
                        .mapToDouble(rack -> stance.of(Knob.LOAD, rack.certainty()))
                        .toArray();
        this.carbon = stance.of(Knob.CARBON, carbonCertainty(facility.carbonGramsPerKwh()));
        this.otherWatts = stance.of(Knob.LOSSES, facility.other().watts());
    }

    private static Figure carbonCertainty(HourSeries grams) {
        boolean assumed = grams.provenance() == Provenance.ASSUMED;
        return Figure.within(
                1,
                assumed ? ASSUMED_CARBON_ERROR : CARBON_ERROR,
                grams.provenance(),
                grams.source());
    }

    /** Ids of cooling units that no live unit feeds. */
    private Set<String> dark() {
        Set<String> dark = new HashSet<>();
        int load = facility.racks().size();
        for (CoolingUnit unit : facility.cooling().loads()) {
            if (!network.serves(load++)) {
                dark.add(unit.id());
            }
        }
        return dark;
    }

    /** Solves the hour. */
    void hour(int hour) {
        if (setRacks(hour)) {
            network.hold(loads, certainty.length, flow);
            paths.racks(loads, flow, network.held());
        }
        double dry = weather.dryBulbC().at(hour);
        double wet = weather.wetBulbC().at(hour);
        double before = Double.MAX_VALUE;
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            network.carry(loads, certainty.length, flow);
            if (Math.abs(flow.siteWatts() - before) <= SETTLED * flow.siteWatts()) {
                return;
            }
            before = flow.siteWatts();
            paths.room(flow);
            plant.carry(paths.liquid(), paths.air(), dry, wet, cooling);
            plant.draws(cooling, loads, certainty.length);
        }
    }

    /** Whether any rack draws other than in the hour before: most loads are the same all year. */
    private boolean setRacks(int hour) {
        boolean changed = first;
        first = false;
        wantedWatts = 0;
        for (int i = 0; i < certainty.length; i++) {
            double watts = racks[i].at(hour) * certainty[i];
            wantedWatts += watts;
            double served = served(i, watts);
            changed |= loads[i] != served;
            loads[i] = served;
        }
        loads[loads.length - 1] = served(loads.length - 1, otherWatts);
        return changed;
    }

    private double served(int load, double watts) {
        return network.serves(load) ? watts : 0;
    }

    /** Names of all that may bind: the chain's units, then the cooling's banks. */
    List<String> constraints() {
        List<String> names = new ArrayList<>();
        network.plan().units().forEach(each -> names.add(each.id()));
        names.addAll(plant.banks());
        return List.copyOf(names);
    }

    double itWatts() {
        double sum = 0;
        for (int i = 0; i < certainty.length; i++) {
            sum += loads[i];
        }
        return sum;
    }

    double unservedWatts() {
        return wantedWatts - itWatts();
    }

    double otherWatts() {
        return loads[loads.length - 1];
    }

    double carbonGramsPerKwh(int hour) {
        return carbon * facility.carbonGramsPerKwh().at(hour);
    }

    double load(int load) {
        return loads[load];
    }

    LoadFlow flow() {
        return flow;
    }

    CoolingHour cooling() {
        return cooling;
    }

    PowerNetwork network() {
        return network;
    }

    HeatPaths paths() {
        return paths;
    }

    Facility facility() {
        return facility;
    }
}
