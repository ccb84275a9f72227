// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import java.util.Map;

/**
 * Who reports.
 *
 * @param nodeId name of the node, unique in the fleet
 * @param bootId new at every start of the agent
 * @param agentVersion version of this program
 * @param joinSecret shared with router and billing, empty when none is needed
 * @param zone where the node stands
 * @param labels what placement may ask for
 */
public record NodeIdentity(
        String nodeId,
        String bootId,
        String agentVersion,
        String joinSecret,
        String zone,
        Map<String, String> labels) {

    /** Copies the labels. */
    public NodeIdentity {
        labels = Map.copyOf(labels);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "NodeIdentity[" + nodeId + ", boot " + bootId + "]";
    }
}
