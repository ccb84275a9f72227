// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * Where every route is entered, with who may ask and how large a body may be. A route that names no
 * body gets none.
 */
final class RouteTable {

    private final Router router;
    private final Gate gate;

    RouteTable(Router router, Gate gate) {
        this.router = router;
        this.gate = gate;
    }

    /** Who may ask. */
    enum Access {
        /** Whoever has a project; the route confines the answer to it. */
        TENANT,
        /** Admins of the site. */
        ADMIN
    }

    /**
     * How large a body may be.
     *
     * @param setting where an operator changes it
     */
    record BodyLimit(String setting, int bytes) {}

    RouteTable get(Access access, String path, Route route) {
        router.get(path).handler(gate.guard(access, route));
        return this;
    }

    RouteTable delete(Access access, String path, Route route) {
        router.delete(path).handler(gate.guard(access, route));
        return this;
    }

    /** A command without a body. */
    RouteTable post(Access access, String path, Route route) {
        router.post(path).handler(gate.guard(access, route));
        return this;
    }

    RouteTable post(Access access, String path, BodyLimit limit, Route route) {
        return withBody(HttpMethod.POST, access, path, limit, route);
    }

    RouteTable put(Access access, String path, BodyLimit limit, Route route) {
        return withBody(HttpMethod.PUT, access, path, limit, route);
    }

    /** A GET whose answer is written as it comes, outside the bounds of the others. */
    RouteTable stream(Access access, String path, StreamedRoute route) {
        router.get(path).handler(gate.guard(access, route));
        return this;
    }

    private RouteTable withBody(
            HttpMethod method, Access access, String path, BodyLimit limit, Route route) {
        Handler<RoutingContext> refused = gate.refuseBody(limit);
        router.route(method, path)
                .handler(BodyHandler.create(false).setBodyLimit(limit.bytes()))
                .handler(gate.guard(access, route))
                .failureHandler(refused);
        return this;
    }
}
