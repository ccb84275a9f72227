// SPDX-License-Identifier: Apache-2.0
package io.wattmill.contract.fleet.v1;

/** Event-bus addresses of the fleet area. */
public final class FleetAddresses {

    /** {@link FleetSnapshot}, once a second from each router. */
    public static final String SNAPSHOT = "fleet.snapshot.v1";

    /** {@link FleetEvent}, when a node changes state. */
    public static final String EVENT = "fleet.event.v1";

    private FleetAddresses() {}
}
