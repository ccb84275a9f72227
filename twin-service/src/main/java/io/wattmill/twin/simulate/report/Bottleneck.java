// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.report;

/**
 * What keeps a fleet from doing better.
 *
 * @param kind which
 * @param statement in a person's words, with figures
 * @param fix what to change first
 */
public record Bottleneck(Kind kind, String statement, String fix) {
    /** The constraints of an engine. */
    public enum Kind {
        /** The objective is met. */
        NOTHING,
        /** Prompts ask for more computing than there is. */
        PROMPT_COMPUTING,
        /** Engines run as many sequences as they may. */
        BATCH_SLOTS,
        /** Contexts fill the KV caches. */
        KV_CACHE,
        /** Each step takes too long for the objective, mostly reading weights and contexts. */
        STEP_TIME
    }
}
