// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who serves which model, in the fleet's order. Requests ask for it always and hellos change it
 * rarely, so it is kept until the fleet has other members. Not thread-safe.
 */
final class Rosters {
    /** Models and adapters asked for, known or not. */
    private static final int MOST = 1_024;

    private final Map<Wanted, List<Serving>> known = new HashMap<>();
    private int membership;

    private record Wanted(String model, String loraAdapter) {}

    /** The engines that have this request's model and adapter, fit for it or not. */
    List<Serving> of(PlacementRequest request, Fleet fleet, WorkBook work) {
        if (membership != fleet.membership() || known.size() >= MOST) {
            known.clear();
            membership = fleet.membership();
        }
        Wanted wanted = new Wanted(request.model(), request.loraAdapter());
        List<Serving> roster = known.get(wanted);
        if (roster == null) {
            roster = roster(wanted, fleet, work);
            known.put(wanted, roster);
        }
        return roster;
    }

    private static List<Serving> roster(Wanted wanted, Fleet fleet, WorkBook work) {
        List<Serving> roster = new ArrayList<>();
        for (Node node : fleet.nodes()) {
            for (Engine engine : node.engines()) {
                Constraints.served(engine, wanted.model(), wanted.loraAdapter())
                        .ifPresent(
                                served ->
                                        roster.add(
                                                new Serving(
                                                        node,
                                                        engine,
                                                        work.slot(engine),
                                                        Constraints.longest(engine, served))));
            }
        }
        return roster;
    }
}
