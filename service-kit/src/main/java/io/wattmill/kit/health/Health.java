// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.health;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Named readiness checks. A process is live while its event loop answers; it is ready while every
 * check passes. Checks run on the caller's thread and must not block.
 */
public final class Health {

    private final Map<String, Supplier<HealthStatus>> checks = new ConcurrentSkipListMap<>();

    /** Adds or replaces a check. */
    public void register(String name, Supplier<HealthStatus> check) {
        checks.put(name, check);
    }

    public void unregister(String name) {
        checks.remove(name);
    }

    /** The result of every check, by name. */
    public Map<String, HealthStatus> readiness() {
        Map<String, HealthStatus> results = new TreeMap<>();
        checks.forEach((name, check) -> results.put(name, check.get()));
        return results;
    }

    /** {@code GET /health/live}: 200 while this thread answers. */
    public static Handler<HttpServerRequest> liveHandler() {
        return request -> reply(request.response(), 200, new JsonObject().put("status", "live"));
    }

    /**
     * {@code GET /health/ready}: 200 when every check passes, else 503; the body names each check.
     */
    public Handler<HttpServerRequest> readyHandler() {
        return request -> {
            Map<String, HealthStatus> results = readiness();
            boolean ready = results.values().stream().allMatch(HealthStatus::ok);
            reply(request.response(), ready ? 200 : 503, describe(ready, results));
        };
    }

    private static JsonObject describe(boolean ready, Map<String, HealthStatus> results) {
        JsonArray rows = new JsonArray();
        results.forEach(
                (name, status) ->
                        rows.add(
                                new JsonObject()
                                        .put("name", name)
                                        .put("ok", status.ok())
                                        .put("detail", status.detail())));
        return new JsonObject().put("status", ready ? "ready" : "not ready").put("checks", rows);
    }

    private static void reply(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.toBuffer());
    }
}
