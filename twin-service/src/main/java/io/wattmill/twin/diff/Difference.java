// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import java.util.List;

/** What a diff of two plans found. */
public sealed interface Difference {

    /**
     * The plans' answers and where they part.
     *
     * @param parts those that differ, in the stated order
     * @param attributions by metric, of those that every plan on the way has
     * @param unattributed metrics that some plan on the way has not
     */
    record Attributed(List<String> parts, List<Attribution> attributions, List<String> unattributed)
            implements Difference {}

    /**
     * One of the two plans has no answer.
     *
     * @param plan "a" or "b"
     */
    record Unanswered(String plan, String why) implements Difference {}
}
