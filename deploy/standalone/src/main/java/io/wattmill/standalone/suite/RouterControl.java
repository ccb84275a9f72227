// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.vertx.core.Future;
import io.wattmill.gateway.fleet.FleetControl;
import io.wattmill.router.RouterService;

import java.util.NoSuchElementException;

/** An administrator's commands, straight to the router of this process. */
public record RouterControl(RouterService router) implements FleetControl {

    @Override
    public Future<Void> drain(String nodeId, String reason) {
        return router.drain(nodeId, reason).compose(known -> done(known, nodeId));
    }

    @Override
    public Future<Void> resume(String nodeId) {
        return router.resume(nodeId).compose(known -> done(known, nodeId));
    }

    private static Future<Void> done(boolean known, String nodeId) {
        return known
                ? Future.succeededFuture()
                : Future.failedFuture(new NoSuchElementException("no node is called " + nodeId));
    }
}
