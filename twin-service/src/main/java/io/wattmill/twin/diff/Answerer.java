// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import java.util.SortedMap;

/**
 * Whoever answers a plan: the same plan always the same way.
 *
 * @param <P> plans
 */
@FunctionalInterface
public interface Answerer<P> {

    /** What it says of the plan. */
    Answered answer(P plan);

    /** An answer, or none. */
    sealed interface Answered {

        /** The plan's figures by the metric's name; all are finite. */
        record Of(SortedMap<String, Double> metrics) implements Answered {}

        /** No answer: parts of two plans need not fit each other. */
        record Refused(String why) implements Answered {}
    }
}
