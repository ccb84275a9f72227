// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import java.util.function.BinaryOperator;

/**
 * A part of a plan that can be exchanged by itself.
 *
 * @param <P> plans
 * @param name as a reader knows it
 * @param exchanged the first plan with this part of the second
 */
public record PlanPart<P>(String name, BinaryOperator<P> exchanged) {

    /** Whether the two differ in it. */
    boolean differs(P one, P other) {
        return !exchanged.apply(one, other).equals(one);
    }
}
