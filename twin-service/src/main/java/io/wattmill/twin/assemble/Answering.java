// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.Identity;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.economics.planned.PlannedCost;
import io.wattmill.twin.facility.planned.FacilityOf;
import io.wattmill.twin.facility.planned.NodeDraw;
import io.wattmill.twin.facility.planned.RackDraw;
import io.wattmill.twin.facility.planned.SiteAvailability;
import io.wattmill.twin.facility.year.Column;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.facility.year.YearFigures;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.rule.RuleBook;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.simulate.site.SiteOptions;
import io.wattmill.twin.simulate.site.SiteOutcome;
import io.wattmill.twin.simulate.site.SiteRun;
import io.wattmill.twin.simulate.site.SiteSimulation;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers a plan from its records alone: checks the rules, runs the load, computes the building's
 * year under it and what it costs. Busy on the caller's thread, and on as many others as the
 * options say. The same question has the same answer, byte by byte.
 */
public final class Answering {
    /** Of racks whose load nobody gives: most sites are busy more than half of the time. */
    private static final double UTILIZATION = 0.6;

    private Answering() {}

    /**
     * What is asked.
     *
     * @param identity as the answer shall have it
     * @param plan as read
     * @param loads what the deployments serve; none: nothing is simulated
     * @param options how the loads are run
     * @param fidelity how far the engine model is from measurements
     */
    public record Question(
            Identity identity,
            FacilityPlan plan,
            List<SiteLoad> loads,
            SiteOptions options,
            Fidelity fidelity) {

        /** Copies its list. */
        public Question {
            loads = List.copyOf(loads);
        }
    }

    /** What came of it. */
    public sealed interface Outcome {

        /**
         * It was answered; of a load that was cancelled, as far as it got.
         *
         * @param run what the answer rests on; empty where nothing was simulated
         */
        record Answered(PlanAnswer answer, Optional<SiteRun> run) implements Outcome {}

        /** The load cannot be run: all that is in the way. */
        record Refused(List<SiteOutcome.Reason> reasons) implements Outcome {}
    }

    /**
     * Answers.
     *
     * @param control tells how far the simulation is, and may end it
     */
    public static Outcome answer(Question question, RunControl control) {
        return answer(question, control, _ -> {});
    }

    /**
     * The same, for who may not wait for the building's year.
     *
     * @param simulated hears of the load's figures as soon as they are there
     */
    public static Outcome answer(
            Question question, RunControl control, Consumer<SiteRun> simulated) {
        if (question.loads().isEmpty()) {
            return answered(question, Optional.empty());
        }
        return switch (SiteSimulation.run(
                question.plan(), question.loads(), question.options(), control)) {
            case SiteOutcome.Ran(SiteRun run) -> {
                simulated.accept(run);
                yield answered(question, Optional.of(run));
            }
            case SiteOutcome.Refused(List<SiteOutcome.Reason> reasons) ->
                    new Outcome.Refused(reasons);
        };
    }

    private static Outcome answered(Question question, Optional<SiteRun> run) {
        var plan = question.plan();
        var facility = FacilityOf.of(plan, draw(question, run));
        var year = FacilityYear.of(facility);
        var layers =
                new Layers(
                        plan,
                        RuleBook.check(plan),
                        run,
                        Optional.of(new Layers.Building(year, YearFigures.of(facility, year))),
                        Optional.of(money(plan, year)),
                        Optional.of(SiteAvailability.of(plan, facility).capacity()));
        return new Outcome.Answered(
                Answers.of(question.identity(), layers, question.fidelity()), run);
    }

    private static RackDraw draw(Question question, Optional<SiteRun> run) {
        RackDraw unloaded = NodeDraw.constant(question.plan(), UTILIZATION);
        return run.<RackDraw>map(r -> new RunDraw(question.plan(), r, question.fidelity()))
                .orElse(unloaded);
    }

    private static Layers.Money money(FacilityPlan plan, FacilityYear year) {
        var cost =
                PlannedCost.of(
                        plan, year.column(Column.SITE), year.sum(Column.LITRES), ratedWatts(plan));
        return new Layers.Money(cost.year(), cost.certainty());
    }

    private static double ratedWatts(FacilityPlan plan) {
        var full = NodeDraw.constant(plan, 1);
        return plan.racks().stream()
                .mapToDouble(rack -> rack.ratedWatts().orElse((long) full.maxWatts(rack)))
                .sum();
    }
}
