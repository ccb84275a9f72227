// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.economics.CostYear;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.facility.year.YearFigures;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.simulate.site.SiteRun;

import java.util.List;
import java.util.Optional;

/**
 * What each layer came to. What is absent was not computed, and nothing is said of it.
 *
 * @param plan as planned
 * @param rules what they said
 * @param run of the load
 * @param building over the year, under that load
 * @param money of the year
 * @param availability share of the time in which the site serves
 */
public record Layers(
        FacilityPlan plan,
        List<RuleResult> rules,
        Optional<SiteRun> run,
        Optional<Building> building,
        Optional<Money> money,
        Optional<Figure> availability) {

    /** Copies its list. */
    public Layers {
        rules = List.copyOf(rules);
    }

    /** A plan and what the rules said of it. */
    public static Layers of(FacilityPlan plan, List<RuleResult> rules) {
        return new Layers(
                plan,
                rules,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The building's year.
     *
     * @param hours hour by hour
     * @param figures its sums with their intervals
     */
    public record Building(FacilityYear hours, YearFigures figures) {}

    /**
     * The year's money.
     *
     * @param year by what it goes to
     * @param certainty factor on all of it, around 1: its interval and provenance are those of the
     *     prices
     */
    public record Money(CostYear year, Figure certainty) {}
}
