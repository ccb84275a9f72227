// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.wire.EnergyMessages;

/** What the router tells an agent. No command asks for an answer yet: the next report is one. */
final class Commands {
    private Commands() {}

    static NodeCommand accepted(long reportIntervalMs) {
        return NodeCommand.newBuilder()
                .setAccepted(
                        NodeCommand.Accepted.newBuilder().setReportIntervalMs(reportIntervalMs))
                .build();
    }

    static NodeCommand refused(String reason) {
        return NodeCommand.newBuilder()
                .setRefused(NodeCommand.Refused.newBuilder().setReason(reason))
                .build();
    }

    static NodeCommand drain(String reason) {
        return NodeCommand.newBuilder()
                .setDrain(NodeCommand.Drain.newBuilder().setReason(reason))
                .build();
    }

    static NodeCommand resume() {
        return NodeCommand.newBuilder().setResume(NodeCommand.Resume.getDefaultInstance()).build();
    }

    static NodeCommand eventTaken(NodeEvent event) {
        return NodeCommand.newBuilder()
                .setEventTaken(
                        NodeCommand.EventTaken.newBuilder()
                                .setBootId(event.getBootId())
                                .setSequence(event.getSequence()))
                .build();
    }

    static NodeCommand energyPrior(Engine engine, EnergyCoefficients prior) {
        return NodeCommand.newBuilder()
                .setEnergyPrior(
                        NodeCommand.EnergyPrior.newBuilder()
                                .setEngineId(engine.key().engineId())
                                .setCoefficients(EnergyMessages.write(prior)))
                .build();
    }
}
