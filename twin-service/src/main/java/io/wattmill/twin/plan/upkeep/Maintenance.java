// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.upkeep;

/**
 * Planned maintenance of each unit of a part, one at a time.
 *
 * @param part what is looked after
 * @param timesPerYear for each unit
 * @param hours that a unit is out of service each time
 */
public record Maintenance(Part part, double timesPerYear, double hours) {}
