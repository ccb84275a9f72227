// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;

import java.io.IOException;
import java.io.UncheckedIOException;

/** YAML text as a tree: no duplicate keys, no aliases, no deep nesting, one document. */
final class PlanYaml {
    private static final int MAX_DEPTH = 24;
    private static final int MAX_NUMBER_CHARS = 64;

    private static final YAMLFactory FACTORY =
            YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(MAX_NUMBER_CHARS)
                                    .build())
                    .build();
    private static final ObjectMapper YAML =
            new ObjectMapper(FACTORY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PlanYaml() {}

    static JsonNode tree(String yaml) throws JsonProcessingException {
        refuseAliases(yaml);
        return YAML.readTree(yaml);
    }

    /** An alias would be read as its name. */
    private static void refuseAliases(String yaml) throws JsonProcessingException {
        try (YAMLParser parser = FACTORY.createParser(yaml)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw new JsonParseException(
                            parser, "an alias stands for another part; write that part out");
                }
            }
        } catch (JsonProcessingException notYaml) {
            throw notYaml;
        } catch (IOException e) {
            throw new UncheckedIOException("text needs no reading from anywhere", e);
        }
    }
}
