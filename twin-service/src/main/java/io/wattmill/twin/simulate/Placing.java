// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.router.placement.policy.PolicySettings;
import io.wattmill.twin.simulate.place.PlacementLog;
import io.wattmill.twin.simulate.place.RouterSettings;

import java.util.List;

/** How requests find their engines. */
public sealed interface Placing {
    /** In turn, whatever the engines do: the cost of the engines alone. */
    record RoundRobin() implements Placing {}

    /**
     * Where a record says that they went. What engines made of a load can so be compared without
     * the chance by which a router tells equal ones apart.
     *
     * @param engines for each request, by its place in the trace, its engine, by its place among
     *     those that prompts go to
     */
    record Recorded(List<Integer> engines) implements Placing {
        /** Copies its list. */
        public Recorded {
            engines = List.copyOf(engines);
        }
    }

    /**
     * By the router's own code, which hears what gateways and agents would tell it.
     *
     * @param policies tastes of its policies
     * @param log hears of each decision
     */
    record Routed(RouterSettings settings, PolicySettings policies, PlacementLog log)
            implements Placing {
        /** With the usual tastes, unheard. */
        public Routed(RouterSettings settings) {
            this(settings, PolicySettings.DEFAULTS, PlacementLog.NONE);
        }
    }
}
