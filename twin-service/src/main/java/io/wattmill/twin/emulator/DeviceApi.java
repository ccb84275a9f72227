// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.twin.emulator.wire.ApiError;
import io.wattmill.twin.emulator.wire.NodeCommand;
import io.wattmill.twin.emulator.wire.NodeStatus;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The second port of an emulated node: its devices' metrics, which go on whatever the engine
 * suffers, and the commands that make it suffer. Commands are for programs on this host: neither
 * for others nor for pages in a browser, which name their origin.
 */
final class DeviceApi {
    private final Supplier<String> metrics;
    private final Supplier<String> meter;
    private final Function<NodeCommand, Future<NodeStatus>> node;

    /**
     * @param metrics the text of now
     * @param meter the electricity meter's hours
     * @param node obeys commands
     */
    DeviceApi(
            Supplier<String> metrics,
            Supplier<String> meter,
            Function<NodeCommand, Future<NodeStatus>> node) {
        this.metrics = metrics;
        this.meter = meter;
        this.node = node;
    }

    Router router(Vertx vertx) {
        var router = Router.router(vertx);
        router.get("/metrics").handler(this::metrics);
        router.route("/emulator/*").handler(DeviceApi::requireThisHost);
        router.get("/emulator/meter").handler(context -> MeterReply.csv(context, meter.get()));
        router.post("/emulator/:command")
                .handler(NodeControls.body())
                .handler(context -> NodeControls.obey(context, node));
        router.errorHandler(413, NodeControls::refuseBody);
        return router;
    }

    private void metrics(RoutingContext context) {
        context.response().putHeader("content-type", Metrics.CONTENT_TYPE).end(metrics.get());
    }

    private static void requireThisHost(RoutingContext context) {
        var request = context.request();
        if (isLoopback(request.remoteAddress()) && request.getHeader("origin") == null) {
            context.next();
        } else {
            var message = "Commands are taken from programs on this host only.";
            NodeControls.refuse(context.response(), ApiError.forbidden(message));
        }
    }

    /** The address is a literal: nothing is looked up. */
    private static boolean isLoopback(SocketAddress address) {
        try {
            return InetAddress.getByName(address.hostAddress()).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
