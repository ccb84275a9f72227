// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Judges a node's reports against physics, against the ones before, and against what the router has
 * seen itself. It follows what is reported also while it is not believed, so that a node that
 * becomes honest is found to be.
 */
final class Plausibility {
    private final EnginePlausibility engines;
    private DevicePlausibility devices;
    private String bootId;
    private long sequence;

    Plausibility(NodeDescription node) {
        engines = new EnginePlausibility(node.nodeId());
        devices = new DevicePlausibility(node);
        bootId = node.bootId();
    }

    /** It said hello: counters of another boot begin anew. */
    void hello(NodeDescription said) {
        devices = new DevicePlausibility(said);
        engines.keepOnly(said);
        if (!said.bootId().equals(bootId)) {
            bootId = said.bootId();
            sequence = 0;
        }
    }

    /**
     * What is wrong with this report; empty when nothing is known to be.
     *
     * @param fleetOffsetUs agents' clocks less the router's monotonic one, usually; empty = unknown
     */
    Optional<Finding> judge(
            NodeReading report,
            Witness witness,
            OptionalLong fleetOffsetUs,
            Moment now,
            TelemetryRules rules) {
        Optional<Finding> device = devices.judge(report, now);
        Optional<Finding> engine = engines.judge(report, witness, now);
        Optional<Finding> order = order(report);
        Optional<Finding> skew = skew(report, fleetOffsetUs, now, rules);
        return order.isPresent()
                ? order
                : skew.isPresent() ? skew : device.isPresent() ? device : engine;
    }

    private Optional<Finding> order(NodeReading report) {
        long before = sequence;
        sequence = report.sequence();
        return sequence != 0 && sequence <= before
                ? found(Implausible.SEQUENCE_BACK, "report " + sequence + " after " + before)
                : Optional.empty();
    }

    private static Optional<Finding> skew(
            NodeReading report, OptionalLong fleetOffsetUs, Moment now, TelemetryRules rules) {
        if (report.observedAtUs() < 0) {
            return found(Implausible.NEGATIVE, "a time before 1970");
        }
        long offset = report.observedAtUs() - now.epochUs();
        boolean told = report.observedAtUs() != 0;
        long expected = now.monotonicUs() + fleetOffsetUs.orElse(0);
        boolean asOthers =
                fleetOffsetUs.isPresent()
                        && Math.abs(report.observedAtUs() - expected) <= rules.maxSkewUs();
        boolean close = asOthers || Math.abs(offset) <= rules.maxSkewUs();
        return told && !close
                ? found(Implausible.CLOCK_SKEW, "its clock differs by " + offset / 1_000 + " ms")
                : Optional.empty();
    }

    private static Optional<Finding> found(Implausible kind, String reason) {
        return Optional.of(new Finding(kind, reason));
    }
}
