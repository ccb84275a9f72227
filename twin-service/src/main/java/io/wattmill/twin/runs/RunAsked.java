// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs;

import java.util.Optional;

/**
 * What a run is of, beside its plan: with the plan's text and the version of the code, all that its
 * answer follows from.
 *
 * @param trace name of the shape that requests are drawn from: "conversation"
 * @param seed of what is drawn
 * @param requests how many, at least 1
 * @param speed how many times faster than drawn, above 0
 * @param model the plan's model to run; empty where it has one only
 */
public record RunAsked(
        String trace, long seed, int requests, double speed, Optional<String> model) {
    /** The only shape there is so far. */
    public static final String CONVERSATION = "conversation";
}
