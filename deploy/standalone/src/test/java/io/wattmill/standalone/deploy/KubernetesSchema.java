// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** Checks documents against kubernetes-schema.yaml, by their kind. */
final class KubernetesSchema {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonObject definitions;

    private KubernetesSchema(JsonObject definitions) {
        this.definitions = definitions;
    }

    static KubernetesSchema load() throws IOException {
        try (InputStream yaml =
                KubernetesSchema.class.getResourceAsStream("kubernetes-schema.yaml")) {
            JsonNode schema = new YAMLMapper().readTree(Objects.requireNonNull(yaml));
            return new KubernetesSchema(toJson(schema).getJsonObject("$defs"));
        }
    }

    /** What is wrong with a document; empty when nothing is. */
    List<String> problems(JsonNode document) {
        String kind = document.path("kind").asText();
        if (!definitions.containsKey(kind)) {
            return List.of("there is no schema for kind '" + kind + "'");
        }
        JsonObject schema =
                new JsonObject().put("$ref", "#/$defs/" + kind).put("$defs", definitions);
        OutputUnit result =
                Validator.create(
                                JsonSchema.of(schema),
                                new JsonSchemaOptions()
                                        .setDraft(Draft.DRAFT202012)
                                        .setBaseUri("https://wattmill.io/schema")
                                        .setOutputFormat(OutputFormat.Basic))
                        .validate(toJson(document));
        return Boolean.TRUE.equals(result.getValid()) ? List.of() : describe(result);
    }

    private static List<String> describe(OutputUnit result) {
        return result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .toList();
    }

    private static JsonObject toJson(JsonNode node) {
        return new JsonObject(JSON.valueToTree(node).toString());
    }
}
