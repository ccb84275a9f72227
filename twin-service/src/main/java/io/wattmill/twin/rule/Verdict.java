// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

/** What a rule says. */
public sealed interface Verdict {

    /** In one sentence, with the figures that matter. */
    String statement();

    /**
     * The limit is met.
     *
     * @param statement in one sentence
     * @param measure value against limit
     */
    record Pass(String statement, Measure measure) implements Verdict {}

    /**
     * The limit is met, but barely or at a price.
     *
     * @param statement in one sentence
     * @param measure value against limit
     * @param fix what would clear it
     */
    record Warn(String statement, Measure measure, String fix) implements Verdict {}

    /**
     * The limit is broken.
     *
     * @param statement in one sentence
     * @param measure value against limit
     * @param fix what would mend it
     */
    record Fail(String statement, Measure measure, String fix) implements Verdict {}

    /**
     * The plan does not hold what the rule needs.
     *
     * @param statement what is missing
     * @param fix what to add
     */
    record CannotSay(String statement, String fix) implements Verdict {}
}
