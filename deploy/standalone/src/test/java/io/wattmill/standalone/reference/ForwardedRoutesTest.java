// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.wattmill.gateway.http.Ingress;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gateway forwards all that is below some paths; there the description of the API and the
 * routes of billing and twin say the same, one by one.
 */
class ForwardedRoutesTest {
    private static final Map<String, String> FOLDERS =
            Map.of(
                    "billing-service", "io/wattmill/billing/http",
                    "twin-service", "io/wattmill/twin/http");

    private static final Predicate<String> FORWARDED =
            Pattern.compile("/(billing|twin|v1/requests|v1/organization)/.*").asMatchPredicate();

    /** What the gateway serves itself below these paths. */
    private static final Predicate<String> OWN =
            Pattern.compile("/(billing/billing|twin/twin)\\.(js|css)").asMatchPredicate();

    private static final Pattern CONSTANT = Pattern.compile("String ([A-Z]+) = ([^;]+);");
    private static final Pattern ENTERED =
            Pattern.compile(
                    "\\.(get|post|put|delete|stream)\\(\\s*(?:(?:RouteTable\\.)?Access\\.\\w+,\\s*)?"
                        + "((?:\"[^\"]*\"|[\\w.()]+)(?:\\s*\\+\\s*(?:\"[^\"]*\"|[\\w.()]+))*)");

    /** One route or operation: the path's places are stars, and what the code makes up is two. */
    private record Entry(String method, String path) {

        boolean covers(Entry operation) {
            var places = path.replace(".", "\\.").replace("**", "§").replace("*", "[*]");
            return method.equals(operation.method())
                    && operation.path().matches(places.replace("§", ".+"));
        }
    }

    @Test
    void everyForwardedRouteIsAnOperationAndEveryOperationIsARoute() throws IOException {
        var operations = operations();
        var routes = FOLDERS.entrySet().stream().flatMap(ForwardedRoutesTest::routes).toList();
        assertFalse(operations.isEmpty() || routes.isEmpty());
        assertEquals(
                Set.of(),
                left(routes, route -> operations.stream().noneMatch(route::covers)),
                "routes that the file does not describe");
        assertEquals(
                Set.of(),
                left(operations, done -> routes.stream().noneMatch(route -> route.covers(done))),
                "operations that no service has");
    }

    /** A route that is entered in another way than the others must not be overlooked. */
    @Test
    void everyPathInTheCodeIsRecognized() {
        FOLDERS.forEach(
                (module, folder) -> {
                    var text = Sources.text(module, folder);
                    var known = routes(text).map(Entry::path).toList();
                    var unknown =
                            Sources.literals(text).stream()
                                    .filter(FORWARDED.or(path -> path.equals("/v1/outcomes")))
                                    .filter(path -> !path.endsWith("/*"))
                                    .map(ForwardedRoutesTest::starred)
                                    .filter(
                                            path ->
                                                    known.stream()
                                                            .noneMatch(it -> it.startsWith(path)))
                                    .toList();
                    assertEquals(List.of(), unknown, module);
                });
    }

    private static Set<String> left(List<Entry> entries, Predicate<Entry> alone) {
        return entries.stream()
                .filter(alone)
                .map(entry -> entry.method() + " " + entry.path())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Entry> operations() throws IOException {
        var all = new ArrayList<Entry>();
        try (var yaml = Ingress.class.getResourceAsStream("openapi.yaml")) {
            var paths = new YAMLMapper().readTree(Objects.requireNonNull(yaml)).path("paths");
            for (var path : paths.properties()) {
                if (FORWARDED.test(path.getKey()) && !OWN.test(path.getKey())) {
                    for (var operation : path.getValue().properties()) {
                        var method = operation.getKey().toUpperCase(Locale.ROOT);
                        all.add(new Entry(method, path.getKey().replaceAll("\\{[^}]*}", "*")));
                    }
                }
            }
        }
        return all;
    }

    private static Stream<Entry> routes(Map.Entry<String, String> folder) {
        return routes(Sources.text(folder.getKey(), folder.getValue()))
                .filter(entry -> FORWARDED.test(entry.path()));
    }

    private static Stream<Entry> routes(String text) {
        return Stream.of(text.split("(?m)^package ", -1)).flatMap(ForwardedRoutesTest::ofFile);
    }

    private static Stream<Entry> ofFile(String file) {
        var constants = new HashMap<String, String>();
        CONSTANT.matcher(file)
                .results()
                .forEach(it -> constants.put(it.group(1), path(it.group(2), constants)));
        return ENTERED.matcher(file)
                .results()
                .map(it -> new Entry(method(it.group(1)), path(it.group(2), constants)))
                .filter(entry -> entry.path().startsWith("/"));
    }

    private static String method(String word) {
        return word.equals("stream") ? "GET" : word.toUpperCase(Locale.ROOT);
    }

    private static String path(String expression, Map<String, String> constants) {
        return Stream.of(expression.split("\\+"))
                .map(String::strip)
                .map(
                        part ->
                                part.startsWith("\"")
                                        ? text(part)
                                        : constants.getOrDefault(part, "**"))
                .collect(Collectors.joining());
    }

    private static String text(String literal) {
        return starred(literal.substring(1, literal.length() - 1));
    }

    private static String starred(String path) {
        return path.replaceAll(":[a-z]+", "*");
    }
}
