// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.twin.simulate.fleet.FleetEngine;
import io.wattmill.twin.simulate.fleet.PrefillPool;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.plan.EngineBuild;
import io.wattmill.twin.simulate.site.Bottleneck.Kind;
import io.wattmill.twin.simulate.site.Trials.Trial;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing with twice as much of it as planned.
 *
 * @param kind which
 * @param words after "with"
 * @param fix how a plan gets more of it
 * @param trial fleet and load with it
 */
record Loosening(Kind kind, String words, String fix, Trial trial) {
    private static final double TWICE = 2;

    /** All that this fleet and load have. */
    static List<Loosening> of(SimulatedFleet fleet, EngineBuild build, Trace load) {
        List<Loosening> all = new ArrayList<>();
        EngineModel computes = build.faster(TWICE, 1);
        EngineModel reads = build.faster(1, TWICE);
        all.add(
                new Loosening(
                        Kind.COMPUTE,
                        "twice the GPUs' compute",
                        "more engines, GPUs with more compute, or narrower weights",
                        new Trial(fleet.each(one -> one.running(computes)), load)));
        all.add(
                new Loosening(
                        Kind.MEMORY_BANDWIDTH,
                        "twice the GPUs' memory bandwidth",
                        "more GPUs per engine, GPUs with more bandwidth, or narrower weights",
                        new Trial(fleet.each(one -> one.running(reads)), load)));
        all.add(
                new Loosening(
                        Kind.KV_CACHE,
                        "twice the room for KV cache",
                        "more GPUs per engine, GPUs with more memory, or a narrower KV cache",
                        new Trial(fleet.each(Loosening::roomier), load)));
        all.add(
                new Loosening(
                        Kind.BATCH_SLOTS,
                        "twice the sequences at once",
                        "raise max-running, or add engines",
                        new Trial(fleet.each(Loosening::wider), load)));
        fleet.prefill().ifPresent(pool -> all.add(network(fleet, pool, load)));
        if (!load.chains().isEmpty()) {
            all.add(
                    new Loosening(
                            Kind.TOOL_WAIT,
                            "tools twice as fast",
                            "faster tools, or more sessions at once: the site is not at fault",
                            new Trial(fleet, fasterTools(load))));
        }
        return all;
    }

    private static Loosening network(SimulatedFleet fleet, PrefillPool pool, Trace load) {
        PrefillPool faster =
                new PrefillPool(
                        pool.engines(), pool.linkBytesPerSecond() * TWICE, pool.latencyNanos() / 2);
        return new Loosening(
                Kind.NETWORK,
                "twice the links between prefill and decode",
                "more ports per GPU between the pools, or a narrower KV cache",
                new Trial(fleet.behind(faster), load));
    }

    private static FleetEngine roomier(FleetEngine one) {
        BatchLimits now = one.limits();
        return one.within(
                new BatchLimits(
                        2 * now.kvCapacityTokens(),
                        now.maxRunning(),
                        now.maxBatchedTokens(),
                        now.maxWaiting(),
                        now.blockTokens()));
    }

    private static FleetEngine wider(FleetEngine one) {
        BatchLimits now = one.limits();
        return one.within(
                new BatchLimits(
                        now.kvCapacityTokens(),
                        Math.min(2 * now.maxRunning(), now.maxBatchedTokens()),
                        now.maxBatchedTokens(),
                        now.maxWaiting(),
                        now.blockTokens()));
    }

    private static Trace fasterTools(Trace load) {
        int count = load.requests().size();
        int[] after = new int[count];
        long[] waitUs = new long[count];
        for (int i = 0; i < count; i++) {
            after[i] = load.chains().after(i);
            waitUs[i] = load.chains().waitUs(i) / 2;
        }
        return new Trace(load.name(), load.requests(), Chains.of(after, waitUs));
    }
}
