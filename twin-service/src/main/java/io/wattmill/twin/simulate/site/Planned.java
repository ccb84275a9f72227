// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.plan.EngineBuild;
import io.wattmill.twin.simulate.plan.PlannedSlo;
import io.wattmill.twin.simulate.report.SitePrices;
import io.wattmill.twin.trace.Trace;

import java.util.List;
import java.util.Optional;

/**
 * A deployment that can be run.
 *
 * @param deployment as planned
 * @param nodeType what it runs on
 * @param fleet its engines
 * @param build what each of them is made of
 * @param load what it serves
 * @param prices what energy costs, if the plan says
 */
record Planned(
        ModelDeployment deployment,
        NodeType nodeType,
        SimulatedFleet fleet,
        EngineBuild build,
        SharedLoad load,
        Optional<SitePrices> prices) {
    /** The same on other engines. */
    Planned on(SimulatedFleet otherFleet, EngineBuild otherBuild) {
        return new Planned(deployment, nodeType, otherFleet, otherBuild, load, prices);
    }

    /** Its whole load of the first seed, at the asked speed. */
    Trace whole(SiteOptions options) {
        return load.bySeed(options.seeds().getFirst()).atSpeed(options.speed());
    }

    /** As many requests of it as trials are run with. */
    Trace head(SiteOptions options) {
        return whole(options).limited(options.trialRequests());
    }

    /** What a request keeps that meets every objective. */
    Slo slo() {
        return PlannedSlo.all(deployment.objectives());
    }

    /** The limits of each objective, in their order. */
    List<Slo> limits() {
        return deployment.objectives().stream().map(PlannedSlo::of).toList();
    }

    /** Share of the requests that has to keep the limits of the objective at this place. */
    double wanted(int objective) {
        return deployment.objectives().get(objective).percentile().value() / 100;
    }

    /** GPUs of one engine. */
    int gpusEach() {
        return build.spread().gpus();
    }

    /** Nodes that its engines stand for; parts of one count as parts. */
    double nodes() {
        return fleet.gpus() / (double) nodeType.gpus();
    }

    /** What its GPUs draw while nothing runs. */
    double idleGpuWatts() {
        return fleet.everyEngine().stream()
                .mapToDouble(engine -> engine.model().idlePowerMilliwatts() / 1e3)
                .sum();
    }

    /** What its hosts draw while its engines work for this share of the time. */
    double hostWatts(double busyShare) {
        double idle = nodeType.host().idleWatts().value();
        double most = Math.max(idle, nodeType.host().maxWatts().value());
        return nodes() * (idle + (most - idle) * busyShare);
    }
}
