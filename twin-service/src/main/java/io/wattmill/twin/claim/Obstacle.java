// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import java.util.Optional;

/** Why the figures of the two sides may not be compared. */
public sealed interface Obstacle {

    /** The condition that is not met. */
    Condition condition();

    /** What of the condition, in words: "weights", "input tokens". */
    String aspect();

    /** The sides say different things. */
    record Differs(Condition condition, String aspect, String a, String b) implements Obstacle {}

    /**
     * A side does not say it, so nobody knows whether it is equal.
     *
     * @param said what the other side says; empty where neither says anything
     */
    record Untold(Condition condition, String aspect, Optional<String> said) implements Obstacle {}
}
