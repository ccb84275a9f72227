// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

/**
 * Bounds on what is read.
 *
 * @param maxRequests a longer trace is refused, unless fewer are asked for
 * @param maxLineChars a longer line is refused
 * @param maxProblems reading ends after so many
 */
public record ReadLimits(int maxRequests, int maxLineChars, int maxProblems) {

    /** A million requests of a megabyte each at the most, twenty problems. */
    public static final ReadLimits USUAL = new ReadLimits(1_000_000, 1 << 20, 20);
}
