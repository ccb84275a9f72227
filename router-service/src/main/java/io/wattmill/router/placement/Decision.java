// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import java.util.List;

/**
 * Why a request went where it went: kept with the request.
 *
 * @param mode the policy's name
 * @param fleetAgeNanos age of the oldest report of a node that was eligible; 0 without one
 * @param fleetNodes nodes in the fleet
 * @param candidates eligible ones best first, then excluded ones; the first few of each
 */
public record Decision(
        String mode, long fleetAgeNanos, int fleetNodes, List<Candidate> candidates) {}
