// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.simulate.LoadProfile;

import java.util.List;

/**
 * What a site comes to under its load.
 *
 * @param site its name
 * @param seeds that were run; intervals span what differed between them
 * @param deployments in the plan's order
 * @param totals of the site
 * @param whole false when the run was cancelled: then figures are of what had happened by then
 */
public record SiteRun(
        String site,
        List<Long> seeds,
        List<DeploymentRun> deployments,
        Totals totals,
        boolean whole) {

    /** Copies its lists. */
    public SiteRun {
        seeds = List.copyOf(seeds);
        deployments = List.copyOf(deployments);
    }

    /**
     * Figures of all deployments together.
     *
     * @param inputTokensPerSecond of completed requests
     * @param outputTokensPerSecond of completed requests
     * @param gpuWatts mean of the GPUs that engines run on
     * @param hostWatts mean of the hosts around them
     * @param joulesPerOutputToken of GPUs and hosts
     * @param tokensPerJoule input and output, of GPUs and hosts
     * @param usage of the GPUs of the plan
     * @param profile GPUs and hosts by the hour of the first seed: the load of a facility's year
     * @param limits what all that is planned needs of power and cooling, and what the plan
     *     provides; where that is too little, every other figure is of what it carries
     */
    public record Totals(
            Figure inputTokensPerSecond,
            Figure outputTokensPerSecond,
            Figure gpuWatts,
            Figure hostWatts,
            Figure joulesPerOutputToken,
            Figure tokensPerJoule,
            GpuUsage usage,
            LoadProfile profile,
            List<SiteLimit> limits) {
        /** Copies its list. */
        public Totals {
            limits = List.copyOf(limits);
        }
    }
}
