// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Lesson;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.placement.Policies;
import io.wattmill.router.placement.Terms;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A policy for each mode, and for each request that of the mode that its terms ask for. Some take
 * turns or learn, so each router has its own. Not thread-safe.
 */
public final class ModePolicies implements Policies {
    private final PlacementMode usual;
    private final Map<PlacementMode, PlacementPolicy> policies = new EnumMap<>(PlacementMode.class);

    /**
     * @param usual mode of requests that ask for none
     * @param wrapped what is to be put around each policy
     */
    public ModePolicies(
            PlacementMode usual, PolicySettings settings, UnaryOperator<PlacementPolicy> wrapped) {
        this.usual = usual;
        for (PlacementMode mode : PlacementMode.values()) {
            policies.put(mode, wrapped.apply(policy(mode, settings)));
        }
    }

    @Override
    public PlacementPolicy of(PlacementRequest request) {
        return of(request.terms());
    }

    @Override
    public void learn(Terms terms, Lesson lesson) {
        of(terms).learn(terms.slo(), lesson);
    }

    private PlacementPolicy of(Terms terms) {
        PlacementMode mode = terms.mode().orElse(usual);
        PlacementPolicy policy = policies.get(mode);
        if (policy == null) {
            throw new IllegalStateException("no policy for " + mode);
        }
        return policy;
    }

    /** A new policy of this mode. */
    public static PlacementPolicy policy(PlacementMode mode, PolicySettings settings) {
        return switch (mode) {
            case LATENCY -> new LeastLatency(settings.decodeWeight());
            case BALANCED -> new Balanced(settings);
            case EFFICIENCY -> new Efficiency(settings);
            case LEAST_TTFT -> new LeastTtft(settings.tiePpm());
            case ROUND_ROBIN -> new RoundRobin();
            case RANDOM -> new AnyOne();
            case LEAST_REQUEST -> new LeastRequest();
            case POWER_OF_TWO -> new PowerOfTwo();
            case STICKY_HASH -> new StickyHash();
            case CACHE_AWARE -> new CacheAware();
            case WEIGHTED -> new WeightedScore();
            case STICKY_UNTIL_SATURATED -> new StickyUntilSaturated();
            case KV_COST -> new KvCost();
        };
    }
}
