// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.cooling.Chiller;
import io.wattmill.twin.plan.cooling.Chiller.CopPoint;
import io.wattmill.twin.plan.cooling.Cooling;
import io.wattmill.twin.plan.power.PowerFlow.Load;

import java.util.stream.Stream;

/** What the cooling plant draws at its most, where the plan says what feeds it. */
final class CoolingLoads {
    private CoolingLoads() {}

    static Stream<Load> of(Cooling cooling) {
        var pumps =
                cooling.coolantUnits().stream()
                        .map(u -> load(u.links(), u.thermal().pumpWatts().value()));
        var fans = cooling.airUnits().stream().map(u -> load(u.links(), u.fanWatts().value()));
        var chillers = cooling.chillers().stream().map(c -> load(c.links(), watts(c)));
        var rejectors =
                cooling.rejectors().stream().map(r -> load(r.links(), r.fanWatts().value()));
        return Stream.of(pumps, fans, chillers, rejectors)
                .flatMap(each -> each)
                .filter(load -> !load.fedBy().isEmpty());
    }

    private static Load load(Cooling.Links links, double watts) {
        return new Load(links.fedBy(), Math.round(watts));
    }

    /** At the highest lift that its curve tells. */
    private static double watts(Chiller chiller) {
        double cop = chiller.cop().value().stream().mapToDouble(CopPoint::cop).min().orElse(1);
        return chiller.coolingWatts() / cop;
    }
}
