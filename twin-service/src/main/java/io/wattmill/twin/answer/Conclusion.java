// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import java.util.List;

/**
 * Whether the plan would work.
 *
 * @param outcome in a word
 * @param sentences why, at most three, the one that matters most first
 */
public record Conclusion(Outcome outcome, List<String> sentences) {
    private static final int MOST = 3;

    /** Refuses more sentences than a reader keeps in mind. */
    public Conclusion {
        sentences = List.copyOf(sentences);
        if (sentences.size() > MOST) {
            throw new IllegalArgumentException("conclusion: at most " + MOST + " sentences");
        }
    }

    /** What may come of it. */
    public enum Outcome {
        /** Every rule and every service level is met. */
        PASS,
        /** It works, barely or at a price. */
        WARN,
        /** A rule or a service level is broken. */
        FAIL,
        /** The plan does not hold enough to say. */
        CANNOT_SAY
    }
}
