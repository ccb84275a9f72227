// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.place.RouterSettings;

/** How requests find their engines. */
public sealed interface Placing {
    /** In turn, whatever the engines do: the cost of the engines alone. */
    record RoundRobin() implements Placing {}

    /** By the router's own code, which hears what gateways and agents would tell it. */
    record Routed(RouterSettings settings) implements Placing {}
}
