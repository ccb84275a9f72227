// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import io.wattmill.twin.assemble.Identities.Served;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.simulate.load.PlannedLoads;
import io.wattmill.twin.simulate.load.SiteLoads;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.source.SeededReading;
import io.wattmill.twin.trace.source.TraceSource;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** The requests that a run asks for. Blocks while it reads files. */
final class AskedLoads {
    private final FacilityPlan plan;
    private final RunAsked asked;
    private final TraceFiles files;

    private AskedLoads(FacilityPlan plan, RunAsked asked, TraceFiles files) {
        this.plan = plan;
        this.asked = asked;
        this.files = files;
    }

    /** Requests, or why there are none. */
    sealed interface Outcome {
        /** What is to be served. */
        record Loaded(Served served) implements Outcome {}

        /** What is in the way, and its fix. */
        record Refused(String why) implements Outcome {}
    }

    static Outcome of(FacilityPlan plan, RunAsked asked, TraceFiles files) {
        var loads = new AskedLoads(plan, asked, files);
        return switch (asked.trace()) {
            case RunAsked.PLANNED -> loads.planned();
            case RunAsked.CONVERSATION -> loads.made();
            default -> loads.recorded();
        };
    }

    private Outcome planned() {
        var may = new PlannedLoads.PlanFiles(files.folder()::locate, files.limits());
        return switch (SiteLoads.of(plan.workloads(), asked.model(), may, asked.requests())) {
            case SiteLoads.Outcome.Loaded(String name, List<SiteLoad> loads) ->
                    new Outcome.Loaded(new Served(name, loads));
            case SiteLoads.Outcome.None() -> new Outcome.Refused(noWorkload());
            case SiteLoads.Outcome.Refused(String id, List<String> problems) ->
                    new Outcome.Refused("workload " + id + ": " + String.join("; ", problems));
        };
    }

    private String noWorkload() {
        return "the plan names no workload"
                + asked.model().map(id -> " for model " + id).orElse("")
                + "; give it one, or ask for the trace '"
                + RunAsked.CONVERSATION
                + "'";
    }

    private Outcome made() {
        var load =
                deployment()
                        .map(
                                id ->
                                        new SiteLoad(
                                                id,
                                                seed ->
                                                        GeneratedTrace.of(
                                                                seed,
                                                                asked.requests(),
                                                                TraceShape.conversation())));
        return load.<Outcome>map(each -> new Outcome.Loaded(named(RunAsked.CONVERSATION, each)))
                .orElseGet(this::whichModel);
    }

    private static Served named(String name, SiteLoad load) {
        return new Served(name, List.of(load));
    }

    private Outcome recorded() {
        int colon = asked.trace().indexOf(':');
        var format = asked.trace().substring(0, Math.max(0, colon));
        var path = asked.trace().substring(colon + 1);
        try {
            Optional<TraceSource> source =
                    format.equals(RunAsked.UPLOADED)
                            ? files.uploaded(path)
                            : files.recorded(format, path);
            return source.isEmpty() ? new Outcome.Refused(noTrace(path)) : recorded(source.get());
        } catch (IOException e) {
            return new Outcome.Refused(asked.trace() + " cannot be read: " + e.getMessage());
        }
    }

    private Outcome recorded(TraceSource source) throws IOException {
        Optional<String> deployment = deployment();
        if (deployment.isEmpty()) {
            return whichModel();
        }
        return switch (source.bySeed(asked.requests())) {
            case SeededReading.Accepted(LongFunction<Trace> bySeed) ->
                    new Outcome.Loaded(
                            named(asked.trace(), new SiteLoad(deployment.get(), bySeed)));
            case SeededReading.Refused refused -> new Outcome.Refused(refused.text());
        };
    }

    private String noTrace(String path) {
        return "no trace '%s'; it is '%s', '%s', '%s:' and the name of one that was uploaded, or one of %s, a colon and a path; %s"
                .formatted(
                        asked.trace(),
                        RunAsked.PLANNED,
                        RunAsked.CONVERSATION,
                        RunAsked.UPLOADED,
                        PlannedLoads.formats(),
                        PlannedLoads.nowhere(path));
    }

    private Optional<String> deployment() {
        List<String> ids = plan.models().stream().map(ModelDeployment::id).toList();
        return asked.model()
                .filter(ids::contains)
                .or(
                        () ->
                                ids.size() == 1 && asked.model().isEmpty()
                                        ? Optional.of(ids.getFirst())
                                        : Optional.empty());
    }

    private Outcome whichModel() {
        return new Outcome.Refused(
                "the plan does not say which model the trace asks for; one of "
                        + plan.models().stream().map(ModelDeployment::id).toList());
    }
}
