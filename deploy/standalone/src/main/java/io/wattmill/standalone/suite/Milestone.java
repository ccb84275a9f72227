// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.twin.emulator.EmulatorConfig;

import java.net.URI;

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
     */
    record FleetReady(EmulatorConfig emulator, int emulatedNodes, int engines)
            implements Milestone {}

    /** The gateway listens. */
    record GatewayReady(URI url) implements Milestone {}
}
