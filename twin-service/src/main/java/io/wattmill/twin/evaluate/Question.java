// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.Slo;
import io.wattmill.twin.simulate.place.RouterSettings.Answers;
import io.wattmill.twin.simulate.report.SitePrices;

import java.util.List;

/**
 * What is to be compared, and under which conditions.
 *
 * @param fleet that serves
 * @param policies in the order of the table, at least one
 * @param slo what answers are held to
 * @param seeds at least one, from 1
 * @param requests of a seed's section, at most
 * @param answers what the router is told of their length
 * @param watts what joules are counted with
 * @param prices what tokens cost
 * @param threads runs at once
 */
public record Question(
        FleetSpec fleet,
        List<PlacementMode> policies,
        Slo slo,
        List<Long> seeds,
        int requests,
        Answers answers,
        Watts watts,
        SitePrices prices,
        int threads) {

    /** Refuses what cannot be asked. */
    public Question {
        policies = List.copyOf(policies);
        seeds = List.copyOf(seeds);
        if (policies.isEmpty() || seeds.isEmpty() || requests < 1 || threads < 1) {
            throw new IllegalArgumentException("a question has policies, seeds and requests");
        }
    }

    int gpus() {
        return fleet.groups().stream()
                .mapToInt(group -> group.count() * group.tensorParallel())
                .sum();
    }
}
