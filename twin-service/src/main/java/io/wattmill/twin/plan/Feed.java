// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

/**
 * A utility feed.
 *
 * @param id name within the plan
 * @param ratedWatts power that it may deliver continuously
 */
public record Feed(String id, long ratedWatts) {}
