// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;

/** Puts the values of a plan into a schema as examples, where no default says enough. */
final class SchemaExamples {
    private SchemaExamples() {}

    static void add(JsonNode schema, JsonNode plan) {
        if (!(schema instanceof ObjectNode into)) {
            return;
        }
        if (plan.isArray() && !plan.isEmpty()) {
            add(schema.path("items"), plan.get(0));
        } else if (plan.isObject()) {
            plan.fields().forEachRemaining(entry -> add(property(schema, entry), entry.getValue()));
        } else if (plan.isValueNode() && !schema.has("default") && !schema.has("enum")) {
            into.putArray("examples").add(plan);
        }
    }

    /** A chosen name has the schema of all of them. */
    private static JsonNode property(JsonNode schema, Map.Entry<String, JsonNode> entry) {
        var named = schema.path("properties").path(entry.getKey());
        return named.isMissingNode() ? schema.path("additionalProperties") : named;
    }
}
