// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import io.wattmill.twin.answer.Identity;
import io.wattmill.twin.answer.json.Summary;
import io.wattmill.twin.assemble.Answering;
import io.wattmill.twin.assemble.Answering.Question;
import io.wattmill.twin.assemble.Fidelity;
import io.wattmill.twin.assemble.Identities.Served;
import io.wattmill.twin.diff.Answerer;
import io.wattmill.twin.diff.Answerer.Answered;
import io.wattmill.twin.diff.PlanParts;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.site.SiteOptions;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Answers plans so that they can be compared: every figure of every layer, none that is drawn. */
public final class ComparedPlans implements Answerer<FacilityPlan> {
    private final RunAsked asked;
    private final TraceFiles files;

    /** All plans serve what is asked, a plan's own workloads if that is what is asked. */
    public ComparedPlans(RunAsked asked, TraceFiles files) {
        this.asked = asked.briefly();
        this.files = files;
    }

    @Override
    public Answered answer(FacilityPlan plan) {
        Optional<String> broken = PlanParts.broken(plan);
        if (broken.isPresent()) {
            return new Answered.Refused(broken.get());
        }
        return switch (AskedLoads.of(plan, asked, files)) {
            case AskedLoads.Outcome.Refused(String why) -> new Answered.Refused(why);
            case AskedLoads.Outcome.Loaded(var served) -> answer(plan, served);
        };
    }

    private Answered answer(FacilityPlan plan, Served served) {
        var options = AnsweringWork.options(asked, SiteOptions.USUAL.limits());
        var question = new Question(unnamed(plan), plan, served.loads(), options, Fidelity.KEPT);
        return switch (Answering.answer(question, new RunControl())) {
            case Answering.Outcome.Refused(var reasons) ->
                    new Answered.Refused(AnsweringWork.why(reasons));
            case Answering.Outcome.Answered(var answer, var _) ->
                    new Answered.Of(Summary.of(answer.metrics()));
        };
    }

    /** What lies between two plans has no name, and nobody reads its answer. */
    private static Identity unnamed(FacilityPlan plan) {
        return new Identity(
                plan.site(), "", Optional.empty(), "", new TreeMap<>(), "", 0, List.of());
    }
}
