// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.bench;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.FleetRules;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Attempt;
import io.wattmill.router.placement.DispatchRules;
import io.wattmill.router.placement.Dispatcher;
import io.wattmill.router.placement.Observed;
import io.wattmill.router.placement.Placement;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.placement.policy.ModePolicies;
import io.wattmill.router.placement.policy.PolicySettings;
import io.wattmill.router.prediction.RequestShape;

import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A dispatcher with many nodes and a stream of requests of which some begin alike. */
final class BusyRouter {
    private static final int REQUESTS = 8_192;
    private static final int CONVERSATIONS = 100;
    private static final int TOKENS_PER_BLOCK = 256;
    private static final long SEED = 7;

    private final Dispatcher dispatcher;
    private final PlacementRequest[] requests = new PlacementRequest[REQUESTS];
    private int next;
    private int oldest;

    private BusyRouter(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    static BusyRouter of(int nodes, int blocks, PlacementMode mode) {
        FleetRules rules =
                new FleetRules(Long.MAX_VALUE, 1, 1, Long.MAX_VALUE, Math.max(64, nodes));
        BusyRouter router =
                new BusyRouter(
                        new Dispatcher(
                                new Fleet(rules),
                                ModePolicies.policy(mode, PolicySettings.DEFAULTS),
                                new DispatchRules(16, 100_000, Long.MAX_VALUE, 1_000, SEED)));
        for (int i = 1; i <= nodes; i++) {
            router.dispatcher.fleet().join(Samples.node("n" + i), Samples.at(0));
            router.dispatcher.report("n" + i, Samples.idle("n" + i), Samples.at(0));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < REQUESTS; i++) {
            router.requests[i] = request(i, blocks, random);
        }
        return router;
    }

    /** One of the conversations, from a random block on a text of its own. */
    private static PlacementRequest request(int number, int blocks, Random random) {
        long[] hashes = new long[blocks];
        long conversation = random.nextInt(CONVERSATIONS);
        int own = random.nextInt(blocks);
        for (int i = 0; i < blocks; i++) {
            hashes[i] = (i < own ? conversation : random.nextLong()) * 0x9E3779B97F4A7C15L + i;
        }
        return new PlacementRequest(
                new Attempt("request-" + number, 1),
                Samples.MODEL,
                "",
                new RequestShape(blocks * TOKENS_PER_BLOCK, 0, 200),
                400,
                Set.of(),
                Map.of(),
                PrefixBlocks.of(hashes));
    }

    Placement place() {
        return dispatcher.place(requests[next++ % REQUESTS], Samples.at(0));
    }

    /** Something happened to the request that is in flight the longest. */
    void oldest(Observed observed) {
        Attempt attempt = requests[oldest++ % REQUESTS].attempt();
        dispatcher.observe(attempt, observed, 0, Samples.at(0));
    }
}
