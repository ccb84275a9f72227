// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.wattmill.gateway.http.Ingress;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The description of the API and the table of routes say the same. */
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final JsonNode FILE = read();

    /** An operation of the file. */
    private record Operation(String method, String template, JsonNode node) {

        /** A path that the template describes. */
        String sample() {
            return template.replaceAll("\\{[^}]*}", "x");
        }

        /** The template as the table of routes writes it. */
        String pattern() {
            return template.replaceAll("\\{[^}]*}", "*");
        }
    }

    private static JsonNode read() {
        try (var yaml = Ingress.class.getResourceAsStream("openapi.yaml")) {
            return new YAMLMapper().readTree(Objects.requireNonNull(yaml));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Operation> operations() {
        var all = new ArrayList<Operation>();
        for (var path : FILE.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                assertTrue(METHODS.contains(operation.getKey()), path.getKey());
                var method = operation.getKey().toUpperCase(Locale.ROOT);
                all.add(new Operation(method, path.getKey(), operation.getValue()));
            }
        }
        return all;
    }

    @Test
    void everyOperationIsARoute() {
        for (var operation : operations()) {
            var match = RouteMatch.of(operation.method(), operation.sample());
            var found = match instanceof RouteMatch.Found;
            assertTrue(found, operation.method() + " " + operation.template() + ": " + match);
        }
    }

    @Test
    void whatTakesATextOrAQueueSaysHowItRefuses() {
        var refusals =
                Map.of(
                        "checkPlan", List.of("413", "422"),
                        "keepPlan", List.of("413", "422"),
                        "checkClaim", List.of("413", "422"),
                        "askRun", List.of("413", "429"),
                        "repeatRun", List.of("429"));
        for (var operation : operations()) {
            var id = operation.node().path("operationId").asText();
            for (var status : refusals.getOrDefault(id, List.of())) {
                assertTrue(operation.node().path("responses").has(status), id + " " + status);
            }
        }
    }

    @Test
    void everyRouteIsAnOperation() {
        var missing = new TreeSet<String>();
        for (Route route : Route.values()) {
            for (String method : route.methods()) {
                if (operations().stream().noneMatch(o -> describes(o, route, method))) {
                    missing.add(
                            method + " " + route.path().text() + (route.path().open() ? "…" : ""));
                }
            }
        }
        assertEquals(Set.of(), missing, "routes that the file does not describe");
    }

    /**
     * Of what is forwarded, an operation that no other row has; one by one these are held to the
     * routes of the services that answer, where all of them are known.
     */
    private static boolean describes(Operation operation, Route route, String method) {
        boolean same = operation.method().equals(method);
        return same
                && (route.path().open()
                        ? RouteMatch.of(method, operation.sample())
                                .equals(new RouteMatch.Found(route))
                        : operation.pattern().equals(route.path().text()));
    }

    @Test
    void whoMayCallItIsTheSame() {
        for (var operation : operations()) {
            if (RouteMatch.of(operation.method(), operation.sample())
                    instanceof RouteMatch.Found(Route route)) {
                var needed =
                        switch (route.access()) {
                            case Access.Public() -> Set.<String>of();
                            case Access.Needs(var scope) -> Set.of(scope.text());
                        };
                assertEquals(needed, scopes(operation), operation.template());
            }
        }
    }

    private static Set<String> scopes(Operation operation) {
        var own = operation.node().path("security");
        var scopes = new HashSet<String>();
        for (var alternative : own.isMissingNode() ? FILE.path("security") : own) {
            alternative.path("key").forEach(scope -> scopes.add(scope.asText()));
        }
        return scopes;
    }

    @Test
    void everyOperationCanBeReadAndTried() {
        var ids = new HashSet<String>();
        var tags = new HashSet<String>();
        FILE.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
        for (var operation : operations()) {
            var node = operation.node();
            assertTrue(ids.add(node.path("operationId").asText("")), operation.template());
            assertFalse(node.path("summary").asText("").isBlank(), operation.template());
            assertTrue(tags.contains(node.at("/tags/0").asText()), operation.template());
            assertFalse(node.path("responses").isEmpty(), operation.template());
            everyPlaceOfTheTemplateIsAParameter(operation);
        }
    }

    private static void everyPlaceOfTheTemplateIsAParameter(Operation operation) {
        var places = new TreeSet<String>();
        for (var segment : operation.template().split("/")) {
            if (segment.startsWith("{")) {
                places.add(segment.substring(1, segment.length() - 1));
            }
        }
        var described = new TreeSet<String>();
        for (var given : operation.node().path("parameters")) {
            var parameter = resolved(given);
            if (parameter.path("in").asText().equals("path")) {
                described.add(parameter.path("name").asText());
            }
        }
        assertEquals(places, described, operation.template());
    }

    /**
     * In braces a comma ends a text that has no quotes; what is left of it is a name of nothing.
     */
    @Test
    void noTextIsCutAtAComma() {
        nothingIsNull("", FILE);
    }

    private static void nothingIsNull(String place, JsonNode node) {
        assertFalse(node.isNull(), place);
        node.properties().forEach(m -> nothingIsNull(place + "/" + m.getKey(), m.getValue()));
        if (node.isArray()) {
            node.forEach(element -> nothingIsNull(place + "/…", element));
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var references = FILE.findValuesAsText("$ref");
        assertFalse(references.isEmpty());
        for (var reference : references) {
            assertTrue(reference.startsWith("#/"), reference);
            assertFalse(FILE.at(reference.substring(1)).isMissingNode(), reference);
        }
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? FILE.at(node.path("$ref").asText().substring(1)) : node;
    }
}
