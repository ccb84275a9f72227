// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/**
 * What a project used of one model and meter in a calendar month, and what it was charged request
 * by request.
 *
 * @param tier the tier of the card that the requests were rated in
 */
public record MonthTotal(
        String organization,
        String project,
        String model,
        Meter meter,
        String tier,
        String currency,
        long tokens,
        long chargedNano) {}
