// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

/**
 * How an engine's joules follow from its work; all zero when nobody knows.
 *
 * @param prefillUjPerToken microjoules per prompt token computed
 * @param decodeUjPerToken microjoules per token produced, without its KV reads
 * @param kvReadPjPerToken picojoules per token of context read
 * @param basePowerMw power of an engine that does nothing, over all its devices, milliwatts
 * @param origin where they come from
 */
public record Coefficients(
        long prefillUjPerToken,
        long decodeUjPerToken,
        long kvReadPjPerToken,
        long basePowerMw,
        Origin origin) {

    /** Nothing is known. */
    public static final Coefficients UNKNOWN = new Coefficients(0, 0, 0, 0, Origin.UNTOLD);

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
