// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.health.HealthStatus;

import java.util.Map;

/**
 * {@code GET /health/live} and {@code /health/ready}, answered like every other call: with a
 * request id, logged.
 */
final class HealthHandler {

    private final Health health;

    HealthHandler(Health health) {
        this.health = health;
    }

    void live(Reply reply) {
        reply.json(200, new JsonObject().put("status", "live").toBuffer().getBytes());
    }

    void ready(Reply reply) {
        Map<String, HealthStatus> results = health.readiness();
        boolean ready = results.values().stream().allMatch(HealthStatus::ok);
        JsonArray checks = new JsonArray();
        results.forEach(
                (name, status) ->
                        checks.add(
                                new JsonObject()
                                        .put("name", name)
                                        .put("ok", status.ok())
                                        .put("detail", status.detail())));
        JsonObject body =
                new JsonObject().put("status", ready ? "ready" : "not ready").put("checks", checks);
        reply.json(ready ? 200 : 503, body.toBuffer().getBytes());
    }
}
