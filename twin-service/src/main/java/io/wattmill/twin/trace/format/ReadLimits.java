// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

/**
 * Bounds on what is read.
 *
 * @param maxRequests a longer trace is refused, unless fewer are asked for; so is a window of rates
 *     that would make more
 * @param maxLineChars a longer line, and with it a longer turn, is refused
 * @param maxKeptBytes a trace of which more would be kept in memory is refused
 * @param maxWindows of rates, of all clients together
 * @param maxProblems reading ends after so many
 */
public record ReadLimits(
        int maxRequests, int maxLineChars, long maxKeptBytes, int maxWindows, int maxProblems) {
    private static final int PROBLEMS = 20;

    /**
     * A million requests of a megabyte each at the most, a quarter of a gigabyte in all, twenty
     * problems.
     */
    public static final ReadLimits USUAL =
            new ReadLimits(1_000_000, 1 << 20, 256L << 20, 1_000_000, PROBLEMS);

    /** The usual ones, but for so much memory. */
    public ReadLimits keeping(long bytes) {
        return new ReadLimits(maxRequests, maxLineChars, bytes, maxWindows, maxProblems);
    }
}
