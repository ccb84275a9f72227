// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * The JSON schema of plan files (draft 2020-12), made by asking the layouts which keys they read.
 * What it accepts the reader may still refuse: names that point nowhere, cycles, contradictions
 * between keys, sums out of bounds.
 */
public final class PlanSchema {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String TEXT = made();

    private PlanSchema() {}

    /** Its text, ending with a line break. */
    public static String text() {
        return TEXT;
    }

    private static String made() {
        var schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:wattmill:facility-plan:1");
        schema.put("title", "Wattmill facility plan");
        schema.put(
                "description",
                "One site from the utility feed to the service level. A key that is left out is"
                        + " planned with its default, and every figure that rests on one says so."
                        + " ./wattmill plan check also finds what no schema can say: names that"
                        + " point nowhere, cycles in the power chain, contradictions.");
        PlanLayout.plan(new SchemaSection(schema));
        try {
            SchemaExamples.add(schema, PlanYaml.tree(SamplePlan.text()));
            return JSON.writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the sample plan is YAML, and a tree is JSON", e);
        }
    }
}
