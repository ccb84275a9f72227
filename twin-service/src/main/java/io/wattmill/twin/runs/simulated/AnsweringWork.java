// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import io.wattmill.twin.answer.Identity;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.json.AnswerJson;
import io.wattmill.twin.answer.json.Summary;
import io.wattmill.twin.assemble.Answering;
import io.wattmill.twin.assemble.Answering.Question;
import io.wattmill.twin.assemble.Fidelity;
import io.wattmill.twin.assemble.Identities;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.PlanWeather;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.RunFacts;
import io.wattmill.twin.runs.RunWork;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.run.RunLimits;
import io.wattmill.twin.simulate.site.SiteOptions;
import io.wattmill.twin.simulate.site.SiteOutcome;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Answers a plan through all layers: rules, the asked load on the planned fleet, the building's
 * year, money and availability. Stateless; safe from any thread.
 */
public final class AnsweringWork implements RunWork {
    private static final double PPM = 1e6;

    private final String version;
    private final TraceFiles files;
    private final RunLimits limits;

    /**
     * The work.
     *
     * @param version of the code
     * @param files that plans and runs may name
     * @param limits what a run may take, by the requests that it is of
     */
    public AnsweringWork(String version, TraceFiles files, RunLimits limits) {
        this.version = version;
        this.files = files;
        this.limits = limits;
    }

    /** With the usual limits, of files in this folder. */
    public AnsweringWork(String version, TraceFolder folder) {
        this(version, TraceFiles.in(folder), SiteOptions.USUAL.limits());
    }

    @Override
    public Outcome run(String planYaml, RunAsked asked, Watch watch) {
        try {
            return switch (PlanWeather.read(PlanReader.read(planYaml), files.folder()::locate)) {
                case PlanReading.Refused(List<PlanProblem> problems) ->
                        new Outcome.Refused(all(problems));
                case PlanReading.Understood(FacilityPlan plan) -> run(planYaml, plan, asked, watch);
            };
        } catch (IOException e) {
            return new Outcome.Refused("a file of the plan cannot be read: " + e.getMessage());
        }
    }

    private static String all(List<PlanProblem> problems) {
        return problems.stream()
                .map(each -> each.path() + ": " + each.problem() + "; " + each.fix())
                .collect(Collectors.joining("\n"));
    }

    private Outcome run(String yaml, FacilityPlan plan, RunAsked asked, Watch watch) {
        return switch (AskedLoads.of(plan, asked, files)) {
            case AskedLoads.Outcome.Refused(String why) -> new Outcome.Refused(why);
            case AskedLoads.Outcome.Loaded(var served) -> {
                var given = new Identities.Given(plan.site(), yaml, plan);
                var identity =
                        Identities.of(given, served, options(asked, limits), stamp(plan, asked));
                var question =
                        new Question(
                                identity,
                                plan,
                                served.loads(),
                                options(asked, limits),
                                Fidelity.KEPT);
                yield answer(question, watch);
            }
        };
    }

    private Identities.Stamp stamp(FacilityPlan plan, RunAsked asked) {
        return new Identities.Stamp(
                version, asked.asOfUs(), List.of(CommandLine.of(plan.site(), asked)));
    }

    private static Outcome answer(Question question, Watch watch) {
        var control = new RunControl(progress -> watch.goOn((int) (progress.share() * PPM)));
        try {
            return outcome(Answering.answer(question, control));
        } catch (RunControl.Ended _) {
            return new Outcome.Ended();
        }
    }

    private static Outcome outcome(Answering.Outcome outcome) {
        return switch (outcome) {
            case Answering.Outcome.Refused(List<SiteOutcome.Reason> reasons) ->
                    new Outcome.Refused(why(reasons));
            case Answering.Outcome.Answered(PlanAnswer answer, var _) ->
                    new Outcome.Done(
                            AnswerJson.bytes(answer), Summary.of(answer.metrics()), facts(answer));
        };
    }

    static String why(List<SiteOutcome.Reason> reasons) {
        return reasons.stream()
                .map(reason -> reason.problem() + "; " + reason.fix())
                .collect(Collectors.joining("\n"));
    }

    private static RunFacts facts(PlanAnswer answer) {
        var verdict = answer.conclusion().outcome().name().toLowerCase(Locale.ROOT);
        return new RunFacts(
                verdict,
                answer.identity().workload().map(Identity.Workload::name).orElse(""),
                answer.identity().workload().map(Identity.Workload::sha256).orElse(""),
                answer.identity().tables());
    }

    static SiteOptions options(RunAsked asked, RunLimits limits) {
        var usual = SiteOptions.USUAL;
        return new SiteOptions(
                LongStream.range(asked.seed(), asked.seed() + asked.seeds()).boxed().toList(),
                1,
                asked.speed(),
                usual.router(),
                usual.bin(),
                asked.brief() ? 0 : usual.trialRequests(),
                !asked.brief(),
                limits);
    }
}
