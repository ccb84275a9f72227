// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import io.wattmill.twin.emulator.schema.SchemaText.Written;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is written is held against a schema validator of others. */
class SchemaTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Written write(String schema, long seed) {
        try {
            return SchemaText.write(JSON.readTree(schema), seed);
        } catch (JsonProcessingException e) {
            throw new AssertionError(schema, e);
        }
    }

    private static void assertFits(String schema, long seed) {
        var written = assertInstanceOf(Written.Text.class, write(schema, seed), schema).json();
        var options =
                new JsonSchemaOptions()
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Flag)
                        .setBaseUri("app://test");
        var value = new JsonObject("{\"v\":" + written + "}").getValue("v");
        var verdict =
                Validator.create(JsonSchema.of(new JsonObject(schema)), options).validate(value);
        assertTrue(verdict.getValid(), schema + " got " + written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"string\",\"minLength\":30,\"maxLength\":31}",
                "{\"type\":\"string\",\"maxLength\":0}",
                "{\"type\":\"string\",\"format\":\"date-time\"}",
                "{\"type\":\"string\",\"format\":\"uuid\"}",
                "{\"type\":\"string\",\"format\":\"email\"}",
                "{\"type\":\"string\",\"enum\":[\"celsius\",\"fahrenheit\"]}",
                "{\"const\":{\"a\":[1,null]}}",
                "{\"type\":\"integer\",\"minimum\":-7,\"exclusiveMaximum\":-5}",
                "{\"type\":\"integer\",\"multipleOf\":25,\"minimum\":26,\"maximum\":51}",
                "{\"type\":\"number\",\"exclusiveMinimum\":0,\"exclusiveMaximum\":1}",
                "{\"type\":\"number\",\"maximum\":-1000.5}",
                "{\"type\":[\"string\",\"null\"]}",
                "{\"type\":\"boolean\"}",
                "{\"type\":\"null\"}",
                "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":5,\"maxItems\":5}",
                "{\"type\":\"array\",\"prefixItems\":[{\"type\":\"null\"},{\"type\":\"string\"}],\"items\":false}",
                "{\"type\":\"object\",\"required\":[\"a\",\"b\"],\"properties\":{\"a\":{\"type\":\"string\"}}}",
                "{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{},\"c\":{}},\"required\":[\"c\"],\"maxProperties\":2}",
                "{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}],\"description\":\"x\"}",
                "{\"allOf\":[{\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"integer\"}}},"
                    + "{\"required\":[\"b\"],\"properties\":{\"a\":{\"minimum\":4},\"b\":{\"type\":\"null\"}}}],"
                    + "\"type\":\"object\"}",
                "{\"$defs\":{\"node\":{\"type\":\"object\",\"required\":[\"name\"],\"properties\":{"
                        + "\"name\":{\"type\":\"string\"},\"children\":{\"type\":\"array\","
                        + "\"items\":{\"$ref\":\"#/$defs/node\"}}}}},\"$ref\":\"#/$defs/node\"}",
                "{\"$defs\":{\"list\":{\"type\":\"object\",\"required\":[\"next\"],\"properties\":{"
                    + "\"next\":{\"anyOf\":[{\"$ref\":\"#/$defs/list\"},{\"type\":\"null\"}]}}}},"
                    + "\"$ref\":\"#/$defs/list\"}",
            })
    void whatIsWrittenFits(String schema) {
        for (long seed = 0; seed < 20; seed++) {
            assertFits(schema, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"string\",\"pattern\":\"^a+$\"}",
                "{\"not\":{\"type\":\"string\"}}",
                "{\"type\":\"string\",\"format\":\"isbn\"}",
                "{\"type\":\"integer\",\"minimum\":5,\"maximum\":4}",
                "{\"type\":\"integer\",\"minimum\":0.2,\"maximum\":0.8}",
                "{\"$ref\":\"#/$defs/nowhere\"}",
                "{\"$ref\":\"https://example.com/schema\"}",
                "{\"$ref\":\"#\"}",
                "{\"type\":\"array\",\"minItems\":1000000}",
                "{\"type\":\"string\",\"minLength\":1000000000}",
                "{\"type\":\"number\",\"minimum\":1e300}",
                "{\"type\":\"object\",\"required\":[\"me\"],\"properties\":{\"me\":{\"$ref\":\"#\"}}}",
                "{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":3,\"items\":{\"type\":\"boolean\"}}",
                "{\"allOf\":[{\"enum\":[1]},{\"enum\":[2]}]}",
            })
    void whatCannotBeWrittenIsSaid(String schema) {
        var unable = assertInstanceOf(Written.Unable.class, write(schema, 1), schema);
        assertTrue(!unable.reason().isBlank());
    }

    @Test
    void theSameSeedWritesTheSame() {
        var schema = "{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{\"type\":\"integer\"}}}";
        assertEquals(write(schema, 5), write(schema, 5));
    }

    @Property(tries = 300)
    void randomSchemasFit(@ForAll("schemas") String schema, @ForAll long seed) {
        assertFits(schema, seed);
    }

    @Provide
    Arbitrary<String> schemas() {
        return schema(3);
    }

    private static Arbitrary<String> schema(int depth) {
        var leaves =
                Arbitraries.of(
                        "{\"type\":\"string\"}",
                        "{\"type\":\"integer\",\"minimum\":3}",
                        "{\"type\":\"number\",\"exclusiveMinimum\":0.25,\"maximum\":0.5}",
                        "{\"enum\":[\"x\",2,null]}",
                        "{\"type\":\"boolean\"}");
        return depth == 0
                ? leaves
                : Arbitraries.oneOf(leaves, object(depth), array(depth), either(depth));
    }

    private static Arbitrary<String> object(int depth) {
        return schema(depth - 1)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(
                        members ->
                                "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"p0\"],"
                                    + "\"properties\":{"
                                        + properties(members)
                                        + "}}");
    }

    private static String properties(List<String> members) {
        return IntStream.range(0, members.size())
                .mapToObj(i -> "\"p" + i + "\":" + members.get(i))
                .collect(Collectors.joining(","));
    }

    private static Arbitrary<String> array(int depth) {
        return Combinators.combine(schema(depth - 1), Arbitraries.integers().between(0, 3))
                .as(
                        (items, least) ->
                                "{\"type\":\"array\",\"minItems\":"
                                        + least
                                        + ",\"items\":"
                                        + items
                                        + "}");
    }

    private static Arbitrary<String> either(int depth) {
        return schema(depth - 1)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(options -> "{\"anyOf\":[" + String.join(",", options) + "]}");
    }
}
