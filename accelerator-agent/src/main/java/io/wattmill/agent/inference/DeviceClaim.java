// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import java.util.List;

/** Which devices an engine computes on, and how that is known. */
public sealed interface DeviceClaim {

    /** For a person: which, and how that is known or why it is not. */
    String text();

    /**
     * All of the node: the operator named none, or there is no other engine and no other device.
     */
    record WholeNode(String text) implements DeviceClaim {}

    /**
     * These.
     *
     * @param deviceIds their UUIDs, or what stands in for them; empty: it computes on none
     */
    record These(List<String> deviceIds, String text) implements DeviceClaim {

        /** Copies the list. */
        public These {
            deviceIds = List.copyOf(deviceIds);
        }
    }

    /** Nobody can tell, so no joules are booked on it. */
    record Unknown(String text) implements DeviceClaim {}

    /** The same, with more said about it. */
    default DeviceClaim and(String more) {
        return switch (this) {
            case WholeNode(String text) -> new WholeNode(text + more);
            case These(List<String> ids, String text) -> new These(ids, text + more);
            case Unknown(String text) -> new Unknown(text + more);
        };
    }

    /** What the operator says. */
    static DeviceClaim of(EngineConfig config) {
        return config.deviceIds().isEmpty()
                ? new WholeNode("all of the node: none is configured")
                : new These(config.deviceIds(), "configured");
    }
}
