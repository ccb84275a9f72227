// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** JSON that fits a schema. The same schema and seed give the same text. */
public final class SchemaText {
    private SchemaText() {}

    /** What came of it. */
    public sealed interface Written {
        /** JSON on one line. */
        record Text(String json) implements Written {}

        /** Nothing: the schema asks for this, which is not done here. */
        record Unable(String reason) implements Written {}
    }

    /**
     * Writes a value that fits.
     *
     * <p>Understood: {@code type}, {@code properties}, {@code required}, {@code
     * additionalProperties}, {@code items}, {@code prefixItems}, bounds of numbers, lengths and
     * counts, {@code multipleOf}, {@code uniqueItems}, {@code enum}, {@code const}, {@code format},
     * {@code anyOf}, {@code oneOf} (one of them is taken, the others are not looked at), {@code
     * allOf} and {@code $ref} within the schema. Not done: {@code pattern}, {@code not}, {@code
     * if}, {@code contains} and dependencies.
     *
     * @param schema a JSON schema
     * @param seed scatters words and numbers
     */
    public static Written write(JsonNode schema, long seed) {
        try {
            return new Written.Text(new Example(schema, seed).value(schema, 0).toString());
        } catch (Unmet unmet) {
            return new Written.Unable(String.valueOf(unmet.getMessage()));
        }
    }

    /** An object of one member, where no schema is given. */
    public static String anyObject(long seed) {
        var object = JsonNodeFactory.instance.objectNode();
        return object.put("answer", new Texts(seed).words(0, 3)).toString();
    }
}
