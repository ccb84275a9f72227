// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.twin.answer.PlanAnswer;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An answer as JSON: {@code {"schema": "wattmill.plan-answer/2", "identity": …}}, the records'
 * components as keys in their order, snake case, null where empty; enums in lower case. Numbers are
 * rounded to {@value Numbers#SIGNIFICANT_DIGITS} significant digits, so that the last bits of a sum
 * do not make two answers differ; written again, what was read is the same to the byte.
 */
public final class AnswerJson {
    /** What this code writes and reads. */
    public static final String SCHEMA = "wattmill.plan-answer/2";

    private static final JsonMapper JSON = AnswerMapper.make();

    private AnswerJson() {}

    /** The bytes, UTF-8, indented, ending with a line break. */
    public static byte[] bytes(PlanAnswer answer) {
        ObjectNode root = JSON.createObjectNode().put("schema", SCHEMA);
        ObjectNode body = JSON.valueToTree(answer);
        root.setAll(body);
        try {
            byte[] text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
            byte[] line = Arrays.copyOf(text, text.length + 1);
            line[text.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is always JSON", e);
        }
    }

    /** The answer in these bytes, or why there is none. */
    public static AnswerReading read(byte[] json) {
        try {
            if (!(JSON.readTree(json) instanceof ObjectNode root)) {
                return new AnswerReading.Refused("no JSON object");
            }
            String schema = Earlier.raised(root).path("schema").asText();
            if (!SCHEMA.equals(schema)) {
                return new AnswerReading.Refused(
                        "schema: is '%s'; this version reads '%s'".formatted(schema, SCHEMA));
            }
            root.remove("schema");
            return new AnswerReading.Understood(JSON.treeToValue(root, PlanAnswer.class));
        } catch (JsonMappingException e) {
            return new AnswerReading.Refused(path(e) + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            return new AnswerReading.Refused("no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are always read", e);
        }
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(
                        step ->
                                step.getFieldName() == null
                                        ? "[" + step.getIndex() + "]"
                                        : "." + step.getFieldName())
                .collect(Collectors.collectingAndThen(Collectors.joining(), AnswerJson::headed));
    }

    private static String headed(String path) {
        return path.isEmpty() ? "" : path.substring(path.startsWith(".") ? 1 : 0) + ": ";
    }
}
