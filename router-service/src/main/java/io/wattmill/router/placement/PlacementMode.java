// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import java.util.Locale;

/**
 * The ways to choose that there are: whoever sets a router up, in production or in a simulation,
 * names one of them. {@link io.wattmill.router.placement.policy.ModePolicies} has their rules.
 */
public enum PlacementMode {
    /** The least time to the last token, that is, the least wait, the most cached, even work. */
    LATENCY,
    /** The least joules among the engines that meet the SLO. */
    BALANCED,
    /** The least joules; the SLO matters loosely, as for batch work. */
    EFFICIENCY,
    /** The engine that is predicted to give the first token first. */
    LEAST_TTFT,
    /** One after the other. */
    ROUND_ROBIN,
    /** Any. */
    RANDOM,
    /** The fewest requests in flight. */
    LEAST_REQUEST,
    /** The fewer requests in flight, of two taken at random. */
    POWER_OF_TWO,
    /** A session's requests always on the same engine. */
    STICKY_HASH,
    /** SGLang's rule: the longest cached prefix, unless the load is uneven. */
    CACHE_AWARE,
    /** llm-d's rule: queue 2, KV cache 2, prefix 3. */
    WEIGHTED,
    /** llm-d's rule: stay with a warm cache until it costs too much time. */
    STICKY_UNTIL_SATURATED,
    /** Dynamo's rule: blocks to compute and blocks held. */
    KV_COST;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Its name in configuration and in decision records, for example {@code least-ttft}. */
    public String label() {
        return label;
    }
}
