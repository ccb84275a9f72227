// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import java.util.OptionalInt;

/**
 * What a chat wants thought before it is answered.
 *
 * @param percent mean length of the thoughts, percent of the mean length of answers; 0: none
 * @param budget highest number of tokens to think, if the request sets one
 * @param shown whether thoughts are sent; they are made and counted all the same
 */
public record Thinking(int percent, OptionalInt budget, boolean shown) {
    /** Answers at once. */
    public static final Thinking NONE = new Thinking(0, OptionalInt.empty(), true);

    /** Whether there is anything to think. */
    public boolean wanted() {
        return percent > 0 && budget.orElse(1) > 0;
    }
}
