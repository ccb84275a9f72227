// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** The published schema and the reader say the same of every key. */
class PlanSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Validator SCHEMA =
            Validator.create(
                    JsonSchema.of(new JsonObject(PlanSchema.text())),
                    new JsonSchemaOptions()
                            .setDraft(Draft.DRAFT202012)
                            .setOutputFormat(OutputFormat.Flag)
                            .setBaseUri("urn:wattmill:"));

    /** What the reader alone finds, since it takes more than one key to see it. */
    private static final List<String> BEYOND_SCHEMA =
            List.of(
                    "names nothing in this plan",
                    "is named twice",
                    "is taken",
                    "feeds itself",
                    "is the sum of",
                    "more than all racks hold",
                    "is not in the catalogue",
                    "does not rise",
                    "is less than",
                    "contradicts",
                    "exceeds max-batched-tokens",
                    "does not divide",
                    "is not one of trace and synthetic",
                    "is not what the pools come to",
                    "is given more than once",
                    "is neither a day",
                    "does not go with",
                    "leaves no port",
                    "is where it begins",
                    "is finer than counted");

    private static boolean schemaAccepts(JsonNode plan) {
        return SCHEMA.validate(new JsonObject(plan.toString())).getValid();
    }

    private static List<PlanProblem> problems(JsonNode plan) {
        return switch (PlanReader.read(plan.toString())) {
            case PlanReading.Understood _ -> List.of();
            case PlanReading.Refused(List<PlanProblem> problems) -> problems;
        };
    }

    private static boolean layoutAccepts(JsonNode plan) {
        return problems(plan).stream()
                .allMatch(p -> BEYOND_SCHEMA.stream().anyMatch(p.problem()::contains));
    }

    private static JsonNode tree(String name) throws JsonProcessingException {
        return PlanYaml.tree(ReferencePlans.text(name).orElseThrow());
    }

    @Test
    void isPublishedAsItIs() throws IOException {
        try (var in = PlanSchema.class.getResourceAsStream("/plans/plan.schema.json")) {
            var published = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(
                    PlanSchema.text(),
                    published,
                    "write it anew: ./wattmill plan schema >"
                            + " twin-service/src/main/resources/plans/plan.schema.json");
        }
    }

    @Test
    void describesEveryKey() throws IOException {
        var described = new ArrayList<String>();
        describe("", JSON.readTree(PlanSchema.text()), described);
        assertTrue(described.size() > 150, described::toString);
    }

    @Test
    void documentationNamesEveryKey() throws IOException {
        var page = Files.readString(Path.of("../docs/PLAN.md"));
        var missing = new TreeSet<String>();
        JSON.readTree(PlanSchema.text())
                .findValues("properties")
                .forEach(keys -> keys.fieldNames().forEachRemaining(missing::add));
        missing.removeIf(key -> page.contains("`" + key) || page.contains("." + key + "`"));
        assertEquals(Set.of(), missing);
    }

    private static void describe(String path, JsonNode schema, List<String> described) {
        schema.path("properties")
                .fields()
                .forEachRemaining(
                        property -> {
                            var at = path + "/" + property.getKey();
                            var doc = property.getValue().path("description").asText();
                            assertTrue(doc.length() > 5, at);
                            described.add(at);
                            describe(at, property.getValue(), described);
                            describe(at, property.getValue().path("items"), described);
                            describe(
                                    at,
                                    property.getValue().path("additionalProperties"),
                                    described);
                        });
    }

    @Test
    void acceptsEveryReferencePlan() throws IOException {
        for (var name : ReferencePlans.names()) {
            assertTrue(schemaAccepts(tree(name)), name);
        }
    }

    @Test
    void agreesWithTheReaderOnMutatedPlans() throws IOException {
        int refused = 0;
        for (long seed = 0; seed < 250; seed++) {
            var random = new Random(seed);
            var plan = tree(PlanMutation.any(random));
            var what = PlanMutation.mutate(plan, random);
            boolean accepted = layoutAccepts(plan);
            assertEquals(
                    accepted,
                    schemaAccepts(plan),
                    "seed " + seed + ": " + what + " " + problems(plan));
            refused += accepted ? 0 : 1;
        }
        assertTrue(refused > 60, "too few of the mutations are wrong: " + refused);
    }
}
