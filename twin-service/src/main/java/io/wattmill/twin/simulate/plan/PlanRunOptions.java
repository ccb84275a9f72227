// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.report.SitePrices;

import java.util.Optional;

/**
 * How a plan is run.
 *
 * @param deployment id of the model that the trace asks for; may be left out when the plan has one
 * @param speed how many times faster than recorded, above 0
 * @param placing how requests find their engines
 * @param prices what the site pays; without them the plan's price of energy and its PUE count, and
 *     no capital
 */
public record PlanRunOptions(
        Optional<String> deployment, double speed, Placing placing, Optional<SitePrices> prices) {

    /** The only model, as recorded, placed by the router, at the plan's prices. */
    public static final PlanRunOptions USUAL =
            new PlanRunOptions(
                    Optional.empty(),
                    1,
                    new Placing.Routed(RouterSettings.DEFAULTS),
                    Optional.empty());

    /** The same for this model. */
    public PlanRunOptions of(String deploymentId) {
        return new PlanRunOptions(Optional.of(deploymentId), speed, placing, prices);
    }

    /** The same at these prices. */
    public PlanRunOptions at(SitePrices given) {
        return new PlanRunOptions(deployment, speed, placing, Optional.of(given));
    }
}
