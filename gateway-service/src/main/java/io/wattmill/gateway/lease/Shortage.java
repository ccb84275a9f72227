// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

/**
 * That a budget has nothing left to lend, as billing said it last.
 *
 * @param reason in billing's words
 * @param spent what counts as spent now, in the budget's unit: billing's figure and what this
 *     gateway has settled since
 * @param elsewhere what other gateways have in hand
 * @param regainsAtUs when the budget regains something, epoch microseconds; 0 = not known
 * @param askedAgainAtUs when billing is asked again at the latest
 */
public record Shortage(
        String reason, long spent, long elsewhere, long regainsAtUs, long askedAgainAtUs) {}
