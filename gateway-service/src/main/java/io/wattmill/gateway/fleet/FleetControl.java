// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.fleet;

import io.vertx.core.Future;

/** What an administrator may ask of the fleet. The router answers. */
public interface FleetControl {

    /**
     * Gives a node no new work and lets it finish what it has. Fails with {@link
     * java.util.NoSuchElementException} when the node is not known.
     */
    Future<Void> drain(String nodeId, String reason);

    /** Gives a drained node work again. Fails when the node is not known. */
    Future<Void> resume(String nodeId);

    /** For a composition without a router at hand: every call fails. */
    static FleetControl absent() {
        return new FleetControl() {
            @Override
            public Future<Void> drain(String nodeId, String reason) {
                return notHere();
            }

            @Override
            public Future<Void> resume(String nodeId) {
                return notHere();
            }

            private Future<Void> notHere() {
                return Future.failedFuture(
                        new UnsupportedOperationException(
                                "this gateway has no way to command the fleet"));
            }
        };
    }
}
