// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

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
     * @param emulatedNodes how many of them are emulated
     * @param gpusPerNode GPUs of an emulated node
     * @param gpu their type
     * @param model what they serve
     * @param engines configured engines beside them
     */
    record FleetReady(int emulatedNodes, int gpusPerNode, String gpu, String model, int engines)
            implements Milestone {}

    /** The gateway listens. */
    record GatewayReady(URI url) implements Milestone {}
}
