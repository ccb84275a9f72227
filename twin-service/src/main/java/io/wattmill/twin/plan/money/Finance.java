// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.money;

import io.wattmill.twin.plan.given.Given;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What it costs to build, own and run the site; money in the plan's currency.
 *
 * @param facilityPerKw building, power and cooling per kW of IT
 * @param perRack rack, cables and switches
 * @param perGpu of the nodes, where a node type gives no price
 * @param itYears over which nodes are written off
 * @param facilityYears over which the building is
 * @param discountRate per year, 0 to 1
 * @param opexShare of what was invested, spent each year on upkeep, 0 to 1
 * @param staffPerYear people
 * @param rentPerGpuHour what renting costs instead; empty when there is nothing to compare with
 */
public record Finance(
        Given<BigDecimal> facilityPerKw,
        Given<BigDecimal> perRack,
        Given<BigDecimal> perGpu,
        Given<Double> itYears,
        Given<Double> facilityYears,
        Given<Double> discountRate,
        Given<Double> opexShare,
        Given<BigDecimal> staffPerYear,
        Optional<BigDecimal> rentPerGpuHour) {
    /** Of a plan that says nothing; house figures of the right size, in dollars. */
    public static final Finance ASSUMED =
            new Finance(
                    money("12000", "new AI facility, 10 to 14 thousand per kW of IT"),
                    money("30000", "rack, cables and its share of switches"),
                    money("32000", "HGX H100 server at about 260 thousand"),
                    Given.assumed(5.0, "servers over five years"),
                    Given.assumed(15.0, "building over fifteen years"),
                    Given.assumed(0.08, "weighted cost of capital"),
                    Given.assumed(0.03, "upkeep, 3 % of investment a year"),
                    money("0", "no staff unless planned"),
                    Optional.empty());

    private static Given<BigDecimal> money(String amount, String source) {
        return Given.assumed(new BigDecimal(amount), source);
    }
}
