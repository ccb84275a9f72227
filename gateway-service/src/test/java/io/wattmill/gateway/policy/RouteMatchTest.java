// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

class RouteMatchTest {

    @Test
    void findsEachRouteByItsOwnPath() {
        for (Route route : Route.values()) {
            String path =
                    route.path().text().replace("*", "a-1") + (route.path().open() ? "x" : "");
            for (String method : route.methods()) {
                assertEquals(new RouteMatch.Found(route), RouteMatch.of(method, path));
            }
            assertInstanceOf(RouteMatch.OtherMethod.class, RouteMatch.of("PATCH", path));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "*",
                "/v1/models/",
                "/V1/models",
                "/v1//models",
                "/v1/./models",
                "/v1/models;x=1",
                "/v1/models%2f",
                "/%76%31/models",
                "/billing/",
                "/billing/../v1/factory",
                "/billing/..;/x",
                "/billing/%2e%2e/x",
                "/billing//x",
                "/billing/a\\b",
                "/billing/a\u0000b",
                "/admin/nodes//drain",
                "/admin/nodes/a/b/drain",
                "/admin/nodes/../drain",
                "/admin/nodes/drain",
                "/admin/keys/",
                "/admin/keys/a/b",
                "/admin/keys//rotate",
                "/metrics.json"
            })
    void knowsNoOtherFormOfAPath(String path) {
        for (String method : List.of("GET", "POST")) {
            assertInstanceOf(RouteMatch.Nowhere.class, RouteMatch.of(method, path), path);
        }
    }

    @Property
    void givesTheNodeOfACommand(@ForAll @AlphaChars String node) {
        String path = "/admin/nodes/" + node + "/drain";
        assertEquals(node, Route.NODE_DRAIN.path().segment(path));
    }

    @Test
    void namesEachPathAndMethodOnce() {
        List<String> rows =
                Arrays.stream(Route.values())
                        .flatMap(
                                route ->
                                        route.methods().stream()
                                                .map(method -> method + " " + route.path()))
                        .toList();
        assertEquals(rows.size(), Set.copyOf(rows).size());
        assertTrue(Arrays.stream(Route.values()).noneMatch(route -> route.methods().isEmpty()));
    }

    @Test
    void tellsAllMethodsOfAPath() {
        assertEquals(
                new RouteMatch.OtherMethod(Set.of("DELETE", "GET", "POST")),
                RouteMatch.of("PUT", "/admin/keys/k-1"));
        assertEquals(
                new RouteMatch.OtherMethod(Set.of("GET")),
                RouteMatch.of("POST", "/billing/accounts"));
    }
}
