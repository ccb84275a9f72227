// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Replies of this API: JSON, and errors in the shape of OpenAI's. */
final class Replies {
    private static final String JSON = "application/json";

    private Replies() {}

    static void json(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", JSON)
                .end(body.toBuffer());
    }

    static void text(RoutingContext context, int status, String json) {
        context.response().setStatusCode(status).putHeader("content-type", JSON).end(json);
    }

    static void refuse(RoutingContext context, int status, String code, String message) {
        json(context, status, error(status, code, message));
    }

    static JsonObject error(int status, String code, String message) {
        var error =
                new JsonObject()
                        .put("message", message)
                        .put("type", type(status))
                        .putNull("param")
                        .put("code", code);
        return new JsonObject().put("error", error);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 503 -> "server_error";
            default -> "invalid_request_error";
        };
    }

    static void notFound(RoutingContext context) {
        refuse(context, 404, "not_found", "There is nothing of this id.");
    }
}
