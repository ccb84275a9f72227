// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.facility.year.Facility;
import io.wattmill.twin.facility.year.OtherLoad;
import io.wattmill.twin.facility.year.RackLoad;
import io.wattmill.twin.facility.year.Standing;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.room.Rack;
import io.wattmill.twin.weather.HourSeries;
import io.wattmill.twin.weather.WeatherYear;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The building of a plan. Where a plan is silent there stand the plan's own defaults, and where
 * those end machines that one would buy: N+1, sized by the heat, labelled as assumed.
 */
public final class FacilityOf {
    /** Light, offices, security: none to 2 % of the racks. */
    private static final double OTHER_SHARE = 0.01;

    /** World mean of 2023, 480 g/kWh (Ember, Global Electricity Review 2024). */
    private static final double CARBON_GRAMS = 480;

    private static final double PPM = 1e6;

    private static final HourSeries FULL =
            HourSeries.constant(1, Provenance.DERIVED, "racks at their most");

    private FacilityOf() {}

    /** The building under this load. */
    public static Facility of(FacilityPlan plan, RackDraw draw) {
        return of(plan, draw, WeatherOf.of(plan.place()));
    }

    /** The same, for who has the plan's weather by the hour already. */
    public static Facility of(FacilityPlan plan, RackDraw draw, WeatherYear weather) {
        PowerOf power = new PowerOf(plan);
        CduGroups groups = new CduGroups(plan);
        List<RackLoad> racks =
                plan.racks().stream().map(rack -> load(plan, rack, draw, power, groups)).toList();
        double rated = plan.racks().stream().mapToDouble(rack -> ratedWatts(plan, rack)).sum();
        Facility facility =
                new Facility(
                        racks,
                        power.units(),
                        new CoolingOf(plan, power, groups, new Heat(full(plan, racks))).plan(),
                        other(rated, power),
                        weather,
                        carbon(plan),
                        Figure.exact(rated, Provenance.CLAIMED, "racks at their rating"));
        return facility.provisioned(provisioned(plan, facility));
    }

    private static RackLoad load(
            FacilityPlan plan, Rack rack, RackDraw draw, PowerOf power, CduGroups groups) {
        Optional<String> cdu = groups.bankOf(rack);
        double liquid = cdu.isEmpty() ? 0 : liquidShare(plan, rack);
        return new RackLoad(
                rack.id(),
                draw.watts(rack),
                draw.certainty(),
                liquid(liquid),
                liquid > 0 ? cdu : Optional.empty(),
                Optional.of(CoolingOf.ROOM),
                power.feeders(rack.fedBy()));
    }

    /** Somebody's word, and 5 % of it either way: no measurement of the share is published. */
    private static Figure liquid(double share) {
        return new Figure(
                share,
                share * 0.95,
                Math.min(1, share * 1.05),
                Provenance.CLAIMED,
                "liquid share of the plan");
    }

    static double liquidShare(FacilityPlan plan, Rack rack) {
        double all = new NodeDraw(plan, FULL).maxWatts(rack);
        double liquid = 0;
        for (NodeGroup group : rack.nodes()) {
            NodeType type = plan.nodeType(group.type());
            liquid += NodeDraw.maxWatts(type) * group.count() * type.liquidPpm() / PPM;
        }
        return all > 0 ? liquid / all : 0;
    }

    static double ratedWatts(FacilityPlan plan, Rack rack) {
        return rack.ratedWatts().isPresent()
                ? rack.ratedWatts().getAsLong()
                : new NodeDraw(plan, FULL).maxWatts(rack);
    }

    private static OtherLoad other(double rated, PowerOf power) {
        Figure watts =
                new Figure(
                        OTHER_SHARE * rated,
                        0,
                        2 * OTHER_SHARE * rated,
                        Provenance.ASSUMED,
                        "light and offices, 0-2 % of the racks");
        return new OtherLoad(watts, power.machines());
    }

    private static HourSeries carbon(FacilityPlan plan) {
        List<Long> given = plan.energy().carbonMilligramsPerKwh();
        return given.isEmpty()
                ? HourSeries.constant(CARBON_GRAMS, Provenance.ASSUMED, "world mean of 2023, Ember")
                : HourSeries.of(
                        given.stream().mapToDouble(each -> each / 1_000.0).toArray(),
                        Provenance.CLAIMED,
                        "plan");
    }

    /** What the site has to be able to draw: all racks at their rating in the hottest hours. */
    private static Figure provisioned(FacilityPlan plan, Facility facility) {
        Facility busy = facility.with(full(plan, facility.racks()));
        double watts =
                facility.weather().hottestHours().stream()
                        .mapToDouble(hour -> new Standing(busy, hour).siteWatts())
                        .max()
                        .orElseThrow();
        return Figure.within(
                watts, 0.05, Provenance.DERIVED, "racks at their rating in the hottest hour");
    }

    /** Racks at their rating: a building is sized by what it may hold, not by a day's load. */
    private static List<RackLoad> full(FacilityPlan plan, List<RackLoad> racks) {
        return IntStream.range(0, racks.size())
                .mapToObj(i -> atRating(racks.get(i), ratedWatts(plan, plan.racks().get(i))))
                .toList();
    }

    private static RackLoad atRating(RackLoad rack, double watts) {
        return rack.drawing(FULL.map(_ -> watts));
    }
}
