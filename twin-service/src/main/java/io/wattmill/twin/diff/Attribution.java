// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import java.math.BigDecimal;
import java.util.List;

/**
 * How a metric's difference comes about. Shares of either list sum to {@code b - a} exactly.
 *
 * @param metric its name
 * @param a of the first plan
 * @param b of the second
 * @param inOrder parts exchanged one after the other, in the stated order
 * @param averaged the Shapley value of each part: what it adds on average over all orders; empty
 *     where too many parts differ to ask for all of them
 */
public record Attribution(
        String metric, BigDecimal a, BigDecimal b, List<Share> inOrder, List<Share> averaged) {

    /** What is attributed. */
    public BigDecimal difference() {
        return b.subtract(a);
    }
}
