// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

/**
 * A UPS or a PDU between a feed and breakers.
 *
 * @param id name within the plan
 * @param ratedWatts power that it may deliver continuously
 */
public record PowerUnit(String id, long ratedWatts) {}
