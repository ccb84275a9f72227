// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs;

import java.util.Optional;

/**
 * What a run is of, beside its plan: with the plan's text and the version of the code, all that its
 * answer follows from.
 *
 * @param trace where requests come from: {@link #PLANNED}, {@link #CONVERSATION}, a recorded one as
 *     "format:path" in the twin's folder of traces, or one that was sent here as {@link #UPLOADED},
 *     a colon, its owner, a slash and its name
 * @param seed the first one
 * @param seeds how many runs under seeds that follow each other; intervals are what lies between
 * @param requests how many at most, at least 1
 * @param speed how many times faster than drawn, above 0
 * @param model the plan's model to run; empty: all that have a load
 * @param brief whether neither what binds nor other operating points are looked for
 * @param asOfUs when it was asked first, epoch microseconds: asked again, it says the same
 */
public record RunAsked(
        String trace,
        long seed,
        int seeds,
        int requests,
        double speed,
        Optional<String> model,
        boolean brief,
        long asOfUs) {
    /** The workloads that the plan names. */
    public static final String PLANNED = "planned";

    /** Requests drawn as in a conversation trace. */
    public static final String CONVERSATION = "conversation";

    /** What a trace begins with that was uploaded. */
    public static final String UPLOADED = "uploaded";

    /** One seed, as fast as drawn, everything that is asked of a plan. */
    public static RunAsked of(String trace, long seed, int requests, Optional<String> model) {
        return new RunAsked(trace, seed, 1, requests, 1, model, false, 0);
    }

    /** The same, only for the load's and the building's own figures. */
    public RunAsked briefly() {
        return new RunAsked(trace, seed, seeds, requests, speed, model, true, asOfUs);
    }
}
