// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.Chiller;
import io.wattmill.twin.plan.cooling.Cooling;
import io.wattmill.twin.plan.cooling.HeatRejector;
import io.wattmill.twin.plan.power.Feed;
import io.wattmill.twin.plan.power.PowerUnit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a plan provides in all, without redundancy and losses: the rules and the facility's year
 * judge those. What exceeds this cannot be run at all.
 */
final class SiteProvision {
    private SiteProvision() {}

    /** Of racks where all of them are rated, and of feeds: the lesser. */
    static Optional<Figure> power(FacilityPlan plan) {
        List<Feed> feeds = plan.power().all(Feed.class);
        double fed = feeds.stream().mapToDouble(PowerUnit::continuousWatts).sum();
        boolean rated = plan.racks().stream().allMatch(rack -> rack.ratedWatts().isPresent());
        double racks =
                plan.racks().stream()
                        .map(rack -> rack.ratedWatts())
                        .filter(OptionalLong::isPresent)
                        .mapToDouble(OptionalLong::getAsLong)
                        .sum();
        if (feeds.isEmpty() && !rated) {
            return Optional.empty();
        }
        double least = feeds.isEmpty() ? racks : rated ? Math.min(fed, racks) : fed;
        return Optional.of(Figure.exact(least, Provenance.CLAIMED, "plan: feeds and racks"));
    }

    /** What leaves the building: of rejectors, else of chillers. */
    static Optional<Figure> cooling(FacilityPlan plan) {
        Cooling cooling = plan.cooling();
        double rejected = cooling.rejectors().stream().mapToDouble(HeatRejector::heatWatts).sum();
        double lifted = cooling.chillers().stream().mapToDouble(Chiller::coolingWatts).sum();
        double watts = rejected > 0 ? rejected : lifted;
        return watts > 0
                ? Optional.of(Figure.exact(watts, Provenance.CLAIMED, "plan: cooling plant"))
                : Optional.empty();
    }
}
