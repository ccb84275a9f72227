// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import io.wattmill.twin.claim.Claims;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The schema that is published says what the reader reads. */
class ClaimSchemaTest {
    private static final JsonObject SCHEMA = new JsonObject(Claims.text("schema.json"));

    private static boolean valid(String yaml) throws JsonProcessingException {
        var value = new ObjectMapper(new YAMLFactory()).readTree(yaml);
        var options =
                new JsonSchemaOptions()
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Flag)
                        .setBaseUri("app://test");
        return Validator.create(JsonSchema.of(SCHEMA), options)
                .validate(new JsonObject(value.toString()))
                .getValid();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample.yaml", "gb300-vs-hopper.yaml"})
    void holdsWhatShips(String name) throws JsonProcessingException {
        assertTrue(valid(Claims.text(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp3", "1", "[fp8]"})
    void refusesWhatTheReaderRefuses(String weights) throws JsonProcessingException {
        assertFalse(
                valid(Claims.text("sample.yaml").replace("weights: fp8  ", "weights: " + weights)));
    }

    /** The reader names the keys that it knows when it meets one that it does not. */
    @ParameterizedTest
    @CsvSource({
        "'claim: ', 'zz: 1\nclaim: ', /properties",
        "'  system: HGX H100', '  zz: 1\n  system: HGX H100', /$defs/side/properties",
        "'{on: true', '{zz: 1, on: true', /$defs/side/properties/speculative/properties",
        "'    input-tokens: 2048 ', '    zz: 1\n    input-tokens: 2048 ',"
                + " /$defs/side/properties/workload/properties",
        "'    basis: prov', '    zz: 1\n    basis: prov', /$defs/side/properties/power/properties",
        "'    owner: hyp', '    zz: 1\n    owner: hyp', /$defs/side/properties/price/properties",
        "'    tokens-per-s-per-gpu: 1000', '    zz: 1\n    tokens-per-s-per-gpu: 1000',"
                + " /$defs/side/properties/throughput/properties",
        "'    interactivity: 40 ', '    zz: 1\n    interactivity: 40 ',"
                + " /$defs/side/properties/latency/properties",
        "'  tokens-per-megawatt: 2', '  zz: 1\n  tokens-per-megawatt: 2', /$defs/ratios/properties",
        "'{value: 2500', '{zz: 1, value: 2500', /$defs/figure/properties",
        "'    name: a neo', '    zz: 1\n    name: a neo', /$defs/what-if/properties",
        "'    source: MLPerf', '    zz: 1\n    source: MLPerf', /$defs/cross-check/properties",
        "'    b: {tokens', '    b: {zz: 1, tokens'," + " /$defs/cross-check/properties/b/properties"
    })
    void knowsTheReadersKeys(String at, String with, String pointer)
            throws JsonProcessingException {
        var yaml =
                Claims.text("sample.yaml")
                        .replace("# speculative:", "speculative:")
                        .replaceFirst(java.util.regex.Pattern.quote(at), with.replace("\\n", "\n"));
        var reading = assertInstanceOf(ClaimReading.Refused.class, ClaimReader.read(yaml));
        var unknown =
                reading.problems().stream().filter(each -> each.path().endsWith("zz")).toList();
        assertEquals(1, unknown.size(), reading::toString);
        Set<String> read =
                new TreeSet<>(
                        Arrays.asList(
                                unknown.getFirst().fix().replace("one of: ", "").split(", ")));
        var written = new TreeSet<String>();
        new ObjectMapper()
                .readTree(SCHEMA.encode())
                .at(pointer)
                .fieldNames()
                .forEachRemaining(written::add);
        assertEquals(written, read);
        assertFalse(valid(yaml));
    }
}
