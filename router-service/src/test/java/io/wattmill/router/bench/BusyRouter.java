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
public final class BusyRouter {
    private static final int REQUESTS = 8_192;
    private static final int CONVERSATIONS = 100;
    private static final int TOKENS_PER_BLOCK = 256;
    private static final long SEED = 7;
    private static final long APART_US = 100;

    /** What the prompts of the stream have in common with each other. */
    public enum Reuse {
        /** Each begins as one of the conversations does, up to a block of its own. */
        SOME,
        /** Each is one of the conversations, whole. */
        ALL,
        /** Nothing. */
        NONE
    }

    private final Dispatcher dispatcher;
    private final PlacementRequest[] requests = new PlacementRequest[REQUESTS];
    private int next;
    private int oldest;
    private long nowUs;

    private BusyRouter(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    static BusyRouter of(int nodes, int blocks, PlacementMode mode, Reuse reuse) {
        BusyRouter router = new BusyRouter(fleetOf(nodes, mode));
        Random random = new Random(SEED);
        for (int i = 0; i < REQUESTS; i++) {
            router.requests[i] = request(i, blocks, reuse, random);
        }
        return router;
    }

    /** So many idle nodes, in mode balanced. */
    static Dispatcher fleetOf(int nodes) {
        return fleetOf(nodes, PlacementMode.BALANCED);
    }

    private static Dispatcher fleetOf(int nodes, PlacementMode mode) {
        FleetRules rules =
                new FleetRules(Long.MAX_VALUE, 1, 1, Long.MAX_VALUE, Math.max(64, nodes));
        Dispatcher dispatcher =
                new Dispatcher(
                        new Fleet(rules),
                        ModePolicies.policy(mode, PolicySettings.DEFAULTS),
                        new DispatchRules(16, 100_000, Long.MAX_VALUE, 1_000, SEED));
        for (int i = 1; i <= nodes; i++) {
            dispatcher.fleet().join(Samples.node("n" + i), Samples.at(0));
            dispatcher.report("n" + i, Samples.idle("n" + i), Samples.at(0));
        }
        dispatcher.fleet().drainTransitions();
        return dispatcher;
    }

    /** One of the conversations, from some block on a text of its own. */
    private static PlacementRequest request(int number, int blocks, Reuse reuse, Random random) {
        long[] hashes = new long[blocks];
        long conversation = random.nextInt(CONVERSATIONS);
        int own =
                switch (reuse) {
                    case SOME -> random.nextInt(blocks);
                    case ALL -> blocks;
                    case NONE -> 0;
                };
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
        nowUs += APART_US;
        return dispatcher.place(requests[next++ % REQUESTS], Samples.at(nowUs / 1_000));
    }

    /** Pays what the last decision owes. */
    void settle() {
        dispatcher.settle();
    }

    /** Requests placed that did not end. */
    int inFlight() {
        return dispatcher.inFlight();
    }

    /** The request that is in flight the longest ends. */
    void end() {
        tell(oldest++, new Observed.Aborted());
    }

    /** A request in flight got its first token, and others got more of theirs. */
    void news(int inFlight, int others) {
        int newest = oldest + inFlight - 1;
        tell(newest - inFlight / 2, new Observed.FirstToken());
        for (int i = 1; i <= others; i++) {
            int one = oldest + i * (inFlight / 2) / (others + 1);
            tell(one, new Observed.Progress(2L * (newest - one)));
        }
    }

    private void tell(int number, Observed observed) {
        Attempt attempt = requests[number % REQUESTS].attempt();
        dispatcher.observe(attempt, observed, nowUs, Samples.at(nowUs / 1_000));
    }
}
