// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/**
 * One step of a schedule.
 *
 * @param aboveTokens the step is for a month's tokens beyond this many, from 0
 */
public record PriceStep(long aboveTokens, Rate rate) {

    public PriceStep {
        if (aboveTokens < 0) {
            throw new IllegalArgumentException("a step begins at 0 tokens or more");
        }
    }
}
