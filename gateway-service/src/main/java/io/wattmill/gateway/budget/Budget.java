// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.budget;

/**
 * A budget or limit.
 *
 * @param id the administrator's name for it
 * @param unit the measure as leases name it
 * @param amount in the unit's smallest parts
 * @param hard whether a request that it does not cover is refused; else it is served and said so
 */
public record Budget(
        String id,
        Whose whose,
        String unit,
        Measure measure,
        long amount,
        Frame frame,
        boolean hard) {}
