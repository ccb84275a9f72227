// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/**
 * What is believed of reports.
 *
 * @param maxSkewUs agents' clocks may be this far from the router's, microseconds
 * @param honestReports believed again after so many plausible reports in a row
 */
public record TelemetryRules(long maxSkewUs, int honestReports) {
    /** What the configuration has as defaults. */
    public static final TelemetryRules DEFAULTS = new TelemetryRules(30_000_000, 3);
}
