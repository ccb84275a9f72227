// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.facility.cooling.CoolingPlan;
import io.wattmill.twin.facility.power.NetworkUnit;
import io.wattmill.twin.facility.power.PowerLoad;
import io.wattmill.twin.facility.power.PowerPlan;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.weather.HourSeries;
import io.wattmill.twin.weather.WeatherYear;

import java.util.ArrayList;
import java.util.List;

/**
 * A building as it stands: what the year is computed from.
 *
 * @param racks what it is there for, at least one
 * @param units power chain
 * @param cooling what carries the heat away
 * @param other what else draws power
 * @param weather air outside
 * @param carbonGramsPerKwh of the power that comes in, CO2 equivalent
 * @param provisionedWatts power that the site is provisioned for
 */
public record Facility(
        List<RackLoad> racks,
        List<NetworkUnit> units,
        CoolingPlan cooling,
        OtherLoad other,
        WeatherYear weather,
        HourSeries carbonGramsPerKwh,
        Figure provisionedWatts) {

    /** Copies its lists. */
    public Facility {
        racks = List.copyOf(racks);
        units = List.copyOf(units);
        if (racks.isEmpty()) {
            throw new IllegalArgumentException("a building without racks");
        }
    }

    /** The same building under another sky. */
    public Facility under(WeatherYear other) {
        return new Facility(
                racks, units, cooling, this.other, other, carbonGramsPerKwh, provisionedWatts);
    }

    /** The same building with other loads. */
    public Facility with(List<RackLoad> others) {
        return new Facility(
                others, units, cooling, other, weather, carbonGramsPerKwh, provisionedWatts);
    }

    /** The same building, provisioned for that power. */
    public Facility provisioned(Figure watts) {
        return new Facility(racks, units, cooling, other, weather, carbonGramsPerKwh, watts);
    }

    /** Ids of all that may be out: the chain's units, then the cooling's. */
    public List<String> mayFail() {
        List<String> ids = new ArrayList<>();
        units.forEach(each -> ids.add(each.id()));
        ids.addAll(cooling.units());
        return List.copyOf(ids);
    }

    /** The chain with all that hangs on it: racks, cooling, then the rest. */
    PowerPlan power() {
        List<PowerLoad> loads = new ArrayList<>();
        racks.forEach(each -> loads.add(new PowerLoad(each.id(), each.fedBy())));
        cooling.loads().forEach(each -> loads.add(new PowerLoad(each.id(), each.fedBy())));
        loads.add(new PowerLoad("other", other.fedBy()));
        return PowerPlan.of(units, loads);
    }
}
