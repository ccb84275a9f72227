// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.load;

import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.simulate.site.SiteLoad;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a plan's own workloads ask of its site. */
public final class SiteLoads {
    private SiteLoads() {}

    /** Loads of the site, or why there are none. */
    public sealed interface Outcome {
        /**
         * One load of each workload.
         *
         * @param name what a report calls them together
         */
        record Loaded(String name, List<SiteLoad> loads) implements Outcome {}

        /** The plan has no workload, or none for the model. */
        record None() implements Outcome {}

        /** Problems of the trace that a workload names. */
        record Refused(String workload, List<String> problems) implements Outcome {}
    }

    /**
     * Loads them. Blocks while it reads files.
     *
     * @param model only its workloads
     * @param limit at most so many requests of each
     */
    public static Outcome of(
            List<Workload> workloads,
            Optional<String> model,
            PlannedLoads.PlanFiles files,
            int limit) {
        List<Workload> wanted =
                workloads.stream()
                        .filter(each -> model.map(each.model()::equals).orElse(true))
                        .toList();
        List<SiteLoad> loads = new ArrayList<>();
        for (Workload each : wanted) {
            switch (PlannedLoads.of(each, files, limit)) {
                case PlannedLoads.Outcome.Loaded(SiteLoad load) -> loads.add(load);
                case PlannedLoads.Outcome.Refused(String id, List<String> problems) -> {
                    return new Outcome.Refused(id, problems);
                }
            }
        }
        return wanted.isEmpty() ? new Outcome.None() : new Outcome.Loaded(name(wanted), loads);
    }

    private static String name(List<Workload> wanted) {
        return wanted.stream()
                .map(Workload::id)
                .collect(Collectors.joining(", ", "the plan's workloads: ", ""));
    }
}
