// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.room;

import io.wattmill.twin.plan.given.Given;

import java.util.Optional;

/**
 * The network between nodes, and the storage behind it.
 *
 * @param fabric switches; empty when the plan does not say
 * @param storageGBps what storage reads, gigabytes per second for the whole site
 */
public record Network(Optional<Fabric> fabric, Given<Double> storageGBps) {
    /** Of a plan that does not say. */
    public static final Given<Double> STORAGE_GBPS =
            Given.assumed(10.0, "one all-flash server reads 10 GB/s");

    /** Of a plan that says nothing of it. */
    public static final Network NOT_GIVEN = new Network(Optional.empty(), STORAGE_GBPS);

    /**
     * Leaf and spine.
     *
     * @param leaves switches that nodes hang on
     * @param leafPorts ports of one leaf, uplinks among them
     * @param uplinks ports of one leaf that lead to spines
     * @param portGbps gigabits per second of a port
     * @param spines switches that leaves hang on; 0 with a single leaf
     * @param spinePorts ports of one spine
     */
    public record Fabric(
            int leaves, int leafPorts, int uplinks, double portGbps, int spines, int spinePorts) {

        /** Ports for nodes over ports for spines: 1 = non-blocking; a single leaf has none. */
        public double oversubscription() {
            return uplinks == 0 ? 1 : (double) (leafPorts - uplinks) / uplinks;
        }
    }
}
