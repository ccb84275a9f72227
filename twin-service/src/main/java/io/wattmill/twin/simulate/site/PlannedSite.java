// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.simulate.plan.PlanPrices;
import io.wattmill.twin.simulate.plan.PlannedFleet;
import io.wattmill.twin.simulate.site.SiteOutcome.Reason;
import io.wattmill.twin.trace.Trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the engines that a plan has for loads. */
record PlannedSite(FacilityPlan plan) {
    private static final Trace NOTHING = new Trace("none", List.of());

    /** One deployment with its engines, or why it has none. */
    sealed interface Found {
        record Runnable(Planned planned) implements Found {}

        record Not(Reason reason) implements Found {}
    }

    /** For each deployment that loads name, once: loads of one deployment share its engines. */
    List<Found> serving(List<SiteLoad> loads) {
        return SharedLoad.byDeployment(loads).stream().map(this::serving).toList();
    }

    private Found serving(SharedLoad load) {
        Optional<ModelDeployment> deployment =
                plan.models().stream()
                        .filter(model -> model.id().equals(load.deployment()))
                        .findFirst();
        return deployment.map(one -> serving(one, load)).orElseGet(() -> nobody(load));
    }

    private Found nobody(SharedLoad load) {
        List<String> ids = plan.models().stream().map(ModelDeployment::id).toList();
        return new Found.Not(
                new Reason("the plan has no model '" + load.deployment() + "'", "one of " + ids));
    }

    private Found serving(ModelDeployment deployment, SharedLoad load) {
        return switch (new PlannedFleet(plan, deployment).outcome()) {
            case PlannedFleet.Outcome.None(String problem, String fix) ->
                    new Found.Not(new Reason(problem, fix));
            case PlannedFleet.Outcome.Fleet(var fleet, var build) ->
                    new Found.Runnable(
                            new Planned(
                                    deployment,
                                    plan.nodeType(deployment.nodeType()),
                                    fleet,
                                    build,
                                    load,
                                    PlanPrices.of(plan.energy())));
        };
    }

    /** Deployments of the plan that have engines and no load. */
    List<Planned> idle(List<Planned> loaded) {
        List<Planned> idle = new ArrayList<>();
        for (ModelDeployment one : plan.models()) {
            boolean serves =
                    loaded.stream().anyMatch(other -> other.deployment().id().equals(one.id()));
            SharedLoad none = new SharedLoad(List.of(SiteLoad.recorded(one.id(), NOTHING)));
            if (!serves && serving(one, none) instanceof Found.Runnable(Planned planned)) {
                idle.add(planned);
            }
        }
        return idle;
    }
}
