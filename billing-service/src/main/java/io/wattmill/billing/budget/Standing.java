// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

/**
 * How a budget stands in its frame, in its unit.
 *
 * @param funded what came in, less what was withdrawn
 * @param available what may still be leased
 * @param leased what gateways have in hand, and what they may have spent without settling yet
 * @param spent settled usage, late usage included
 * @param owed late usage that the budget has not made up for
 * @param recent what was spent lately enough to count; of calendar frames it is not asked for
 * @param otherGateways that hold a lease now
 * @param elsewhere what of {@code leased} lies with other gateways
 * @param oldestEndUs end of the oldest lease of which something counts; 0 when nothing does
 */
public record Standing(
        long funded,
        long available,
        long leased,
        long spent,
        long owed,
        long recent,
        int otherGateways,
        long elsewhere,
        long oldestEndUs) {}
