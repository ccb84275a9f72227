// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.twin.emulator.EmulatorConfig;

import java.net.URI;
import java.util.List;

/** What a starting suite has reached, in the order in which it happens to. */
public sealed interface Milestone {

    /**
     * The database answers.
     *
     * @param embedded whether it is a server of our own
     */
    record DatabaseReady(boolean embedded) implements Milestone {}

    /**
     * Every node has joined.
     *
     * @param emulator what an emulated node is
     * @param emulatedNodes how many of them there are
     * @param engines configured engines beside them
     * @param found engines of this host that are served instead of an emulated fleet
     * @param looked whether such engines were looked for
     */
    record FleetReady(
            EmulatorConfig emulator,
            int emulatedNodes,
            int engines,
            List<LocalEngine> found,
            boolean looked)
            implements Milestone {

        /** Copies the list. */
        public FleetReady {
            found = List.copyOf(found);
        }
    }

    /**
     * An engine that was found on this host.
     *
     * @param kind what it is, for example {@code vllm}
     * @param port where it listens
     * @param how it was found, for example {@code pid 2211}
     */
    record LocalEngine(String kind, int port, String how) {}

    /** The gateway listens. */
    record GatewayReady(URI url) implements Milestone {}
}
