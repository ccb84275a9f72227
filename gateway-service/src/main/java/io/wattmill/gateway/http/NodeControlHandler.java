// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.fleet.FleetControl;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.wire.ApiError;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;

/** {@code POST /admin/nodes/{id}/drain} and {@code /resume}. */
final class NodeControlHandler {

    private static final Logger LOG = LoggerFactory.getLogger(NodeControlHandler.class);
    private static final int MAX_REASON = 200;

    private final FleetControl fleet;
    private final BodyReader.Bounds bounds;

    NodeControlHandler(FleetControl fleet, BodyReader.Bounds bounds) {
        this.fleet = fleet;
        this.bounds = bounds;
    }

    /** Drains a node. The body may say why: {@code {"reason": "..."}}. */
    void drain(Call call) {
        call.body(
                bounds,
                body -> {
                    body.release().run();
                    String node = Route.NODE_DRAIN.path().segment(call.path());
                    answer(call, node, "draining", fleet.drain(node, reason(body.bytes())));
                });
    }

    /** Gives a node work again. */
    void resume(Call call) {
        String node = Route.NODE_RESUME.path().segment(call.path());
        answer(call, node, "resuming", fleet.resume(node));
    }

    private static String reason(byte[] body) {
        try {
            String text = body.length == 0 ? "{}" : new String(body, StandardCharsets.UTF_8);
            Object reason = new JsonObject(text).getValue("reason", "operator");
            String plain = String.valueOf(reason);
            return plain.length() <= MAX_REASON ? plain : plain.substring(0, MAX_REASON);
        } catch (DecodeException _) {
            return "operator";
        }
    }

    private static void answer(Call call, String node, String state, Future<Void> done) {
        done.onSuccess(
                        _ ->
                                call.reply()
                                        .json(
                                                200,
                                                new JsonObject()
                                                        .put("node_id", node)
                                                        .put("state", state)
                                                        .toBuffer()
                                                        .getBytes()))
                .onFailure(e -> failed(call, node, e));
    }

    private static void failed(Call call, String node, Throwable cause) {
        if (cause instanceof UnsupportedOperationException) {
            call.reply().error(ApiError.notImplemented(String.valueOf(cause.getMessage())));
            return;
        }
        if (cause instanceof NoSuchElementException) {
            call.reply().error(ApiError.notFound("The fleet knows no node '" + node + "'."));
            return;
        }
        LOG.atWarn().addKeyValue("node", node).setCause(cause).log("a node cannot be commanded");
        call.reply()
                .error(
                        ApiError.unavailable(
                                "fleet_unavailable", "The fleet cannot be commanded now.", 1));
    }
}
