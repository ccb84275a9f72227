// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.router.placement.Slo;
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
        private static final long NANOS_PER_MICRO = 1_000;

        /**
         * As on a site that aims at this, unheard.
         *
         * @param goal that answers are held to
         */
        public static Routed aiming(
                RouterSettings settings, io.wattmill.twin.replay.report.Slo goal) {
            Slo aim = new Slo(nanos(goal.ttftUs()), nanos(goal.tpotUs()));
            PolicySettings policies = PolicySettings.DEFAULTS.withObjective(aim);
            return new Routed(settings, policies, PlacementLog.NONE);
        }

        private static long nanos(long us) {
            return us < Slo.NEVER / NANOS_PER_MICRO ? us * NANOS_PER_MICRO : Slo.NEVER;
        }

        /** With the usual tastes, unheard. */
        public Routed(RouterSettings settings) {
            this(settings, PolicySettings.DEFAULTS, PlacementLog.NONE);
        }
    }
}
