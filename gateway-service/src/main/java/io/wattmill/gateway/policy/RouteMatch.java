// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.policy;

import java.util.Set;
import java.util.TreeSet;

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
        for (Route route : Route.ALL) {
            if (route.path().matches(path)) {
                return route.methods().contains(method)
                        ? new Found(route)
                        : byMethod(method, route.path());
            }
        }
        return new Nowhere();
    }

    /** The row of {@code path}, the very one that matched first, that takes {@code method}. */
    private static RouteMatch byMethod(String method, PathPattern path) {
        Set<String> allowed = new TreeSet<>();
        for (Route route : Route.ALL) {
            if (route.path().equals(path)) {
                if (route.methods().contains(method)) {
                    return new Found(route);
                }
                allowed.addAll(route.methods());
            }
        }
        return new OtherMethod(allowed);
    }
}
