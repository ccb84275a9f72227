// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.outcome;

/**
 * A report as it is on the books.
 *
 * @param revision 1 for the first report of its request; the highest one counts
 * @param reportedAtUs epoch microseconds
 */
public record ReportedOutcome(int revision, OutcomeReport report, long reportedAtUs) {}
