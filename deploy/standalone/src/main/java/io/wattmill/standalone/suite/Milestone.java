// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import java.net.URI;

/** What a starting suite has reached, in the order in which it happens to. */
public sealed interface Milestone {

    /** The database answers. */
    record DatabaseReady(String where) implements Milestone {}

    /** The engines are there. */
    record FleetReady(int emulatedNodes, int configuredEngines) implements Milestone {}

    /** The gateway listens. */
    record GatewayReady(URI url) implements Milestone {}
}
