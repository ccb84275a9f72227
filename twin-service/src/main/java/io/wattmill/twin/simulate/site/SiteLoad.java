// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.trace.Trace;

import java.util.function.LongFunction;

/**
 * What a deployment has to serve. Several may name one deployment: they share its engines.
 *
 * @param deployment its id in the plan
 * @param workload what its requests are called where others share the deployment
 * @param bySeed requests; the same for every seed when they are recorded ones
 * @param evidence how it is known, as far as it was not simply asked for
 */
public record SiteLoad(
        String deployment, String workload, LongFunction<Trace> bySeed, Evidence evidence) {
    /** A load as it was asked for, without a name but its deployment's. */
    public SiteLoad(String deployment, LongFunction<Trace> bySeed) {
        this(deployment, deployment, bySeed);
    }

    /** A load of this name as it was asked for. */
    public SiteLoad(String deployment, String workload, LongFunction<Trace> bySeed) {
        this(deployment, workload, bySeed, Evidence.SURE);
    }

    /** A recorded load. */
    public static SiteLoad recorded(String deployment, Trace trace) {
        return recorded(deployment, deployment, trace);
    }

    /** A recorded load of this name. */
    public static SiteLoad recorded(String deployment, String workload, Trace trace) {
        return new SiteLoad(deployment, workload, _ -> trace);
    }
}
