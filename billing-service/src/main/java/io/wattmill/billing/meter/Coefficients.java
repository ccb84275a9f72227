// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import java.util.Optional;

/**
 * How an engine's joules follow from its work; all zero when nobody knows.
 *
 * @param prefillUjPerToken microjoules per prompt token computed
 * @param decodeUjPerToken microjoules per token produced, without its KV reads, at the batch that
 *     the engine ran at
 * @param step what a token's joules are made of; empty where the maker cannot tell
 * @param kvReadPjPerToken picojoules per token of context read
 * @param basePowerMw power of an engine that does nothing, over all its devices, milliwatts
 * @param origin where they come from
 */
public record Coefficients(
        long prefillUjPerToken,
        long decodeUjPerToken,
        Optional<Step> step,
        long kvReadPjPerToken,
        long basePowerMw,
        Origin origin) {

    /** Nothing is known. */
    public static final Coefficients UNKNOWN =
            new Coefficients(0, 0, Optional.empty(), 0, 0, Origin.UNTOLD);

    /**
     * A step of an engine's batch makes one token for each sequence in it.
     *
     * @param stepUj microjoules whatever is in it: weights are read once for all
     * @param tokenUj microjoules that each token adds
     */
    public record Step(long stepUj, long tokenUj) {

        private Step onDevices(int measured, int all) {
            return new Step(part(stepUj, measured, all), part(tokenUj, measured, all));
        }
    }

    /**
     * The same where only some of an engine's devices were measured, rounded down: they have an
     * even part of the base power and of each token's work, as devices have that hold parts of all
     * layers (tensor parallelism).
     */
    public Coefficients onDevices(int measured, int all) {
        return new Coefficients(
                part(prefillUjPerToken, measured, all),
                part(decodeUjPerToken, measured, all),
                step.map(whole -> whole.onDevices(measured, all)),
                part(kvReadPjPerToken, measured, all),
                part(basePowerMw, measured, all),
                origin);
    }

    private static long part(long whole, int measured, int all) {
        return whole * measured / all;
    }

    /**
     * Microjoules that a token costs by itself: without its part of a step, where that is known.
     */
    public long ownUjPerToken() {
        return step.map(Step::tokenUj).orElse(decodeUjPerToken);
    }

    /** Microjoules of a step that those in it share; 0 where they are a part of each token's. */
    public long stepUj() {
        return step.map(Step::stepUj).orElse(0L);
    }

    /**
     * Where coefficients come from.
     *
     * @param method {@code engine-model}, {@code fitted}, or what the agent said; empty when it
     *     said nothing
     * @param relativeErrorPpm of a prediction by them, parts per million; 0 when unknown
     * @param version by their maker
     */
    public record Origin(String method, long relativeErrorPpm, long version) {

        /** Nobody told. */
        public static final Origin UNTOLD = new Origin("", 0, 0);
    }
}
