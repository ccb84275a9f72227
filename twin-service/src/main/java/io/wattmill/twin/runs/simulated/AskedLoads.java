// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import io.wattmill.twin.assemble.Identities.Served;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.simulate.load.PlannedLoads;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.source.TraceSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The requests that a run asks for. Blocks while it reads files. */
final class AskedLoads {
    private final FacilityPlan plan;
    private final RunAsked asked;
    private final TraceFolder folder;

    private AskedLoads(FacilityPlan plan, RunAsked asked, TraceFolder folder) {
        this.plan = plan;
        this.asked = asked;
        this.folder = folder;
    }

    /** Requests, or why there are none. */
    sealed interface Outcome {
        /** What is to be served. */
        record Loaded(Served served) implements Outcome {}

        /** What is in the way, and its fix. */
        record Refused(String why) implements Outcome {}
    }

    static Outcome of(FacilityPlan plan, RunAsked asked, TraceFolder folder) {
        var loads = new AskedLoads(plan, asked, folder);
        return switch (asked.trace()) {
            case RunAsked.PLANNED -> loads.planned();
            case RunAsked.CONVERSATION -> loads.made();
            default -> loads.recorded();
        };
    }

    private Outcome planned() {
        List<Workload> wanted =
                plan.workloads().stream()
                        .filter(each -> asked.model().map(each.model()::equals).orElse(true))
                        .toList();
        if (wanted.isEmpty()) {
            var of = asked.model().map(id -> " for model " + id).orElse("");
            return new Outcome.Refused(
                    "the plan names no workload"
                            + of
                            + "; give it one, or ask for the trace '"
                            + RunAsked.CONVERSATION
                            + "'");
        }
        var loads = new ArrayList<SiteLoad>();
        for (var each : wanted) {
            switch (planned(each)) {
                case PlannedLoads.Outcome.Loaded(SiteLoad load) -> loads.add(load);
                case PlannedLoads.Outcome.Refused(String id, List<String> problems) -> {
                    return new Outcome.Refused(
                            "workload " + id + ": " + String.join("; ", problems));
                }
            }
        }
        var names = wanted.stream().map(Workload::id).collect(Collectors.joining(", "));
        return new Outcome.Loaded(new Served("the plan's workloads: " + names, loads));
    }

    private PlannedLoads.Outcome planned(Workload each) {
        if (each.source() instanceof Workload.Recorded recorded
                && folder.locate(recorded.path()).isEmpty()) {
            return new PlannedLoads.Outcome.Refused(each.id(), List.of(nowhere(recorded.path())));
        }
        return PlannedLoads.of(each, folder.path().orElse(Path.of("")), asked.requests());
    }

    private static String nowhere(String path) {
        return path
                + " is not in the twin's folder of traces; put it there (twin.runs.folder) and"
                + " name it by its path within";
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
        Optional<TraceSource> source =
                folder.locate(path)
                        .filter(Files::isReadable)
                        .flatMap(file -> PlannedLoads.source(format, file, asked.seed()));
        if (source.isEmpty()) {
            return new Outcome.Refused(
                    "no trace '%s'; it is '%s', '%s', or one of %s, a colon and a path; %s"
                            .formatted(
                                    asked.trace(),
                                    RunAsked.PLANNED,
                                    RunAsked.CONVERSATION,
                                    PlannedLoads.formats(),
                                    nowhere(path)));
        }
        return deployment().map(id -> recorded(id, source.get())).orElseGet(this::whichModel);
    }

    private Outcome recorded(String deployment, TraceSource source) {
        try {
            return switch (source.load(asked.requests())) {
                case TraceReading.Accepted(Trace trace) ->
                        new Outcome.Loaded(
                                named(asked.trace(), SiteLoad.recorded(deployment, trace)));
                case TraceReading.Refused(var problems) ->
                        new Outcome.Refused(
                                problems.stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining("\n")));
            };
        } catch (IOException e) {
            return new Outcome.Refused(asked.trace() + " cannot be read: " + e.getMessage());
        }
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
