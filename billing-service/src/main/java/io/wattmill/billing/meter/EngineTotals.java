// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

/**
 * An engine's counters at one instant, cumulative since its process began.
 *
 * @param readAtUs when they were read, epoch microseconds
 * @param startedMs when the process began, epoch milliseconds; 0 when the engine does not say
 * @param requests finished ones, whatever became of them
 * @param promptTokens with the cached ones in them
 * @param inFlight sequences that ran or waited
 */
public record EngineTotals(
        String engineId,
        long readAtUs,
        long startedMs,
        long requests,
        long promptTokens,
        long cachedTokens,
        long outputTokens,
        long inFlight) {

    /** The same counters, read at another instant. */
    EngineTotals at(long atUs) {
        return new EngineTotals(
                engineId,
                atUs,
                startedMs,
                requests,
                promptTokens,
                cachedTokens,
                outputTokens,
                inFlight);
    }

    /** Whether the process that counted these is the one that counted {@code before}. */
    boolean continues(EngineTotals before) {
        boolean sameStart =
                startedMs == 0 || before.startedMs == 0 || startedMs == before.startedMs;
        return sameStart
                && requests >= before.requests
                && promptTokens >= before.promptTokens
                && cachedTokens >= before.cachedTokens
                && outputTokens >= before.outputTokens;
    }
}
