// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.twin.facility.year.Column;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.facility.year.RideThrough;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.AirUnit;
import io.wattmill.twin.plan.cooling.CoolantUnit;
import io.wattmill.twin.plan.power.Battery;
import io.wattmill.twin.plan.power.Generator;
import io.wattmill.twin.plan.power.PowerUnit.Kind;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of a planned site when its utility is lost in its busiest hour. */
public final class RideThroughOf {

    private RideThroughOf() {}

    /** Empty when the plan has no battery or no generator: then nothing is ridden through. */
    public static Optional<RideThrough> of(FacilityPlan plan, FacilityYear year) {
        List<Battery> batteries = plan.power().all(Battery.class);
        List<Generator> generators = plan.power().all(Generator.class);
        if (batteries.isEmpty() || generators.isEmpty()) {
            return Optional.empty();
        }
        int peak = year.peakHour(Column.SITE);
        boolean cooled = coolingOnUps(plan);
        double fans = year.at(Column.ROOM_FANS, peak) + year.at(Column.PUMPS, peak);
        double critical = year.at(Column.IT, peak) + (cooled ? fans : 0);
        return Optional.of(
                RideThrough.of(
                        new RideThrough.Batteries(
                                batteries.stream().mapToDouble(Battery::wattHours).sum(),
                                batteries.stream().mapToDouble(Battery::ratedWatts).sum()),
                        new RideThrough.Generators(
                                generators.stream().mapToDouble(Generator::ratedWatts).sum(),
                                slowest(generators),
                                shortest(generators)),
                        critical,
                        year.at(Column.SITE, peak),
                        cooled));
    }

    private static double slowest(List<Generator> generators) {
        return generators.stream().mapToDouble(each -> each.startSeconds().value()).max().orElse(0);
    }

    private static double shortest(List<Generator> generators) {
        return generators.stream().mapToDouble(each -> each.fuelHours().value()).min().orElse(0);
    }

    /**
     * Whether a UPS stands above every CDU and every air handler of the plan, and there are some.
     */
    private static boolean coolingOnUps(FacilityPlan plan) {
        List<List<String>> feeders =
                Stream.concat(
                                plan.cooling().coolantUnits().stream().map(CoolantUnit::links),
                                plan.cooling().airUnits().stream().map(AirUnit::links))
                        .map(links -> links.fedBy())
                        .toList();
        Set<String> known =
                plan.power().units().stream().map(each -> each.id()).collect(Collectors.toSet());
        return !feeders.isEmpty()
                && feeders.stream().allMatch(ids -> known.containsAll(ids) && onUps(plan, ids));
    }

    private static boolean onUps(FacilityPlan plan, List<String> ids) {
        return plan.power().tree().upstream(ids).stream().anyMatch(each -> each.kind() == Kind.UPS);
    }
}
