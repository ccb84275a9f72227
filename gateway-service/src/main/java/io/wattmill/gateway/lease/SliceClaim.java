// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

/**
 * What a request would take of a limit.
 *
 * @param amount requests or tokens; of a number at a time 1
 * @param limit what the limit is in all
 * @param again the same request asked before: its demand is known
 */
public record SliceClaim(String limitId, long amount, long limit, boolean again) {}
