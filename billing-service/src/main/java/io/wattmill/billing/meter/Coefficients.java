// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

/**
 * How an engine's joules follow from its work; all zero when nobody knows.
 *
 * @param basePowerMw power of an engine that does nothing, over all its devices, milliwatts
 */
public record Coefficients(long prefillUjPerToken, long decodeUjPerToken, long basePowerMw) {

    /** Nothing is known. */
    public static final Coefficients UNKNOWN = new Coefficients(0, 0, 0);
}
