// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

/**
 * A band of a Sankey chart: power that goes on, is lost or turns into heat that is carried.
 *
 * @param from where it comes from
 * @param to where it goes
 * @param watts how much, above 0
 */
public record Flow(String from, String to, double watts) {}
