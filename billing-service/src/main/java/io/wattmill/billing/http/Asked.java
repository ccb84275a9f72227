// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

import java.util.Objects;

/**
 * One question.
 *
 * @param caller who asks
 * @param nowUs when, epoch microseconds
 */
record Asked(Caller caller, RoutingContext routing, long nowUs) {

    /** What stands at {@code :id} of the path; empty when the path has none. */
    String id() {
        return path("id");
    }

    /** What stands at {@code :name} of the path; empty when the path has no such part. */
    String path(String name) {
        return Objects.requireNonNullElse(routing.pathParam(name), "");
    }

    MultiMap query() {
        return routing.queryParams();
    }

    /** The query's parameters and the path's, which win. */
    MultiMap parameters() {
        MultiMap all = MultiMap.caseInsensitiveMultiMap().addAll(query());
        routing.pathParams().forEach(all::set);
        return all;
    }

    /** The body; empty when there is none. */
    byte[] body() {
        Buffer body = routing.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
    }

    /** The body as text; empty when there is none. */
    String text() {
        return Objects.requireNonNullElse(routing.body().asString(), "");
    }
}
