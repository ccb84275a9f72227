// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.trace.Trace;

import java.util.function.LongFunction;

/**
 * What a deployment has to serve.
 *
 * @param deployment its id in the plan
 * @param bySeed requests; the same for every seed when they are recorded ones
 * @param evidence how it is known, as far as it was not simply asked for
 */
public record SiteLoad(String deployment, LongFunction<Trace> bySeed, Evidence evidence) {
    /** A load as it was asked for. */
    public SiteLoad(String deployment, LongFunction<Trace> bySeed) {
        this(deployment, bySeed, Evidence.SURE);
    }

    /** A recorded load. */
    public static SiteLoad recorded(String deployment, Trace trace) {
        return new SiteLoad(deployment, _ -> trace);
    }
}
