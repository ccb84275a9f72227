// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.run.RunLimits;

import java.time.Duration;
import java.util.List;

/**
 * How a site is run.
 *
 * @param seeds at least one; each gives a run of every deployment
 * @param threads runs at once
 * @param speed how many times faster requests come than recorded
 * @param router how requests are placed; its seed is replaced by each of {@code seeds}
 * @param bin of the load profile
 * @param trialRequests at most so many requests of the load are run to find what binds; 0: not at
 *     all
 * @param pareto whether throughput is run against interactivity
 * @param limits what all runs together may take
 */
public record SiteOptions(
        List<Long> seeds,
        int threads,
        double speed,
        RouterSettings router,
        Duration bin,
        int trialRequests,
        boolean pareto,
        RunLimits limits) {
    private static final long MEMORY_BYTES = 400L << 20;
    private static final double CPU_SECONDS = 3_600;

    /** Three seeds, one thread, by the hour, everything that is asked of a plan. */
    public static final SiteOptions USUAL =
            new SiteOptions(
                    List.of(1L, 2L, 3L),
                    1,
                    1,
                    RouterSettings.DEFAULTS,
                    Duration.ofHours(1),
                    3_000,
                    true,
                    new RunLimits(MEMORY_BYTES, CPU_SECONDS));

    /** Refuses what cannot be run. */
    public SiteOptions {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty() || threads < 1 || !(speed > 0) || bin.toNanos() < 1) {
            throw new IllegalArgumentException("a site run has seeds, threads, speed and bins");
        }
    }

    /** Where figures of a run under these options are from. */
    String source() {
        return "simulation, seeds " + seeds;
    }

    /** The same with other seeds, on other threads. */
    public SiteOptions with(List<Long> otherSeeds, int otherThreads) {
        return new SiteOptions(
                otherSeeds, otherThreads, speed, router, bin, trialRequests, pareto, limits);
    }
}
