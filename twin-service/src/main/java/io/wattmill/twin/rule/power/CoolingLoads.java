// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.cooling.Chiller;
import io.wattmill.twin.plan.cooling.Chiller.CopPoint;
import io.wattmill.twin.plan.cooling.Cooling;

import java.util.List;
import java.util.stream.Stream;

/** What the cooling plant draws at its most, where the plan says what feeds it. */
final class CoolingLoads {
    private CoolingLoads() {}

    static Stream<ElectricLoad> of(Cooling cooling) {
        return all(cooling).filter(each -> !each.fedBy().isEmpty()).map(Drawn::load);
    }

    /** Ids of what draws power, but the plan does not say from where. */
    static List<String> unfed(Cooling cooling) {
        return all(cooling)
                .filter(each -> each.fedBy().isEmpty() && each.watts() > 0)
                .map(Drawn::id)
                .toList();
    }

    /** What one unit of the plant draws. */
    private record Drawn(String id, List<String> fedBy, double watts) {
        Drawn(String id, Cooling.Links links, double watts) {
            this(id, links.fedBy(), watts);
        }

        ElectricLoad load() {
            return new ElectricLoad(fedBy, Math.round(watts));
        }
    }

    private static Stream<Drawn> all(Cooling cooling) {
        var pumps =
                cooling.coolantUnits().stream()
                        .map(u -> new Drawn(u.id(), u.links(), u.thermal().pumpWatts().value()));
        var fans =
                cooling.airUnits().stream()
                        .map(u -> new Drawn(u.id(), u.links(), u.fanWatts().value()));
        var chillers = cooling.chillers().stream().map(c -> new Drawn(c.id(), c.links(), watts(c)));
        var rejectors =
                cooling.rejectors().stream()
                        .map(r -> new Drawn(r.id(), r.links(), r.fanWatts().value()));
        return Stream.of(pumps, fans, chillers, rejectors).flatMap(each -> each);
    }

    /** At the highest lift that its curve tells. */
    private static double watts(Chiller chiller) {
        double cop = chiller.cop().value().stream().mapToDouble(CopPoint::cop).min().orElse(1);
        return chiller.coolingWatts() / cop;
    }
}
