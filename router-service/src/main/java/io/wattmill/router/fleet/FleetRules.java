// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/**
 * When the fleet view changes its mind, and how much it holds.
 *
 * @param silenceNanos without a report for longer than this, a node is down
 * @param failureCooldownNanos an engine that failed a request is left alone for at most this long
 * @param settleNanos a report sooner than this after a failure may have been read before it
 * @param forgetNanos a node that is down for longer is forgotten
 * @param maxNodes nodes remembered, down ones included
 * @param telemetry what is believed of reports
 * @param outliers who is taken out for what requests have seen, and how engines come back
 */
public record FleetRules(
        long silenceNanos,
        long failureCooldownNanos,
        long settleNanos,
        long forgetNanos,
        int maxNodes,
        TelemetryRules telemetry,
        OutlierRules outliers) {

    /** With the defaults of what is believed and who is taken out. */
    public FleetRules(
            long silenceNanos,
            long failureCooldownNanos,
            long settleNanos,
            long forgetNanos,
            int maxNodes) {
        this(
                silenceNanos,
                failureCooldownNanos,
                settleNanos,
                forgetNanos,
                maxNodes,
                TelemetryRules.DEFAULTS,
                OutlierRules.DEFAULTS);
    }

    /**
     * Ticks further apart than this mean that the router itself stood still (a paused process, a
     * starved host), and that silence in between says nothing about nodes.
     */
    long standstillNanos() {
        return silenceNanos / 3;
    }
}
