// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wattmill.twin.emulator.EmulatedFleet;
import io.wattmill.twin.emulator.MeterReply;
import io.wattmill.twin.emulator.NodeControls;
import io.wattmill.twin.emulator.wire.ApiError;
import io.wattmill.twin.emulator.wire.NodeStatus;

/**
 * {@code GET /twin/emulator/nodes}, {@code GET /twin/emulator/meter/{zone or node}} and {@code POST
 * /twin/emulator/nodes/{id}/crash|hang|slow|restore}, for administrators.
 */
final class EmulatorRoutes {
    private final EmulatedFleet fleet;

    EmulatorRoutes(EmulatedFleet fleet) {
        this.fleet = fleet;
    }

    void mount(Router router) {
        router.route("/twin/emulator/*").handler(EmulatorRoutes::requireAdmin);
        router.get("/twin/emulator/nodes").handler(this::list);
        router.get("/twin/emulator/meter/:of").handler(this::meter);
        router.post("/twin/emulator/nodes/:node/:command")
                .handler(NodeControls.body())
                .handler(this::obey);
    }

    private static void requireAdmin(RoutingContext context) {
        if (SealedCaller.isAdmin(context)) {
            context.next();
        } else {
            var message = "This takes the scope 'admin'.";
            NodeControls.refuse(context.response(), ApiError.forbidden(message));
        }
    }

    private void list(RoutingContext context) {
        fleet.status()
                .onSuccess(all -> NodeControls.reply(context.response(), NodeStatus.list(all)))
                .onFailure(context::fail);
    }

    private void meter(RoutingContext context) {
        fleet.meter(String.valueOf(context.pathParam("of")))
                .onSuccess(csv -> MeterReply.csv(context, csv))
                .onFailure(context::fail);
    }

    private void obey(RoutingContext context) {
        var node = String.valueOf(context.pathParam("node"));
        if (fleet.has(node)) {
            NodeControls.obey(context, command -> fleet.command(node, command));
        } else {
            var message = "There is no emulated node of this name.";
            NodeControls.refuse(context.response(), ApiError.notFound(message));
        }
    }
}
