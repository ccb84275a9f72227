// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.policy;

import java.util.Set;

/** What the table says of a method and a path. */
public sealed interface RouteMatch {

    /** A route. */
    record Found(Route route) implements RouteMatch {}

    /** The path exists, with other methods. */
    record OtherMethod(Set<String> allowed) implements RouteMatch {}

    /** No such path. */
    record Nowhere() implements RouteMatch {}

    /** Looks {@code path}, without query, up in the table. */
    static RouteMatch of(String method, String path) {
        for (Route route : Route.values()) {
            if (route.path().matches(path)) {
                return route.methods().contains(method)
                        ? new Found(route)
                        : new OtherMethod(route.methods());
            }
        }
        return new Nowhere();
    }
}
