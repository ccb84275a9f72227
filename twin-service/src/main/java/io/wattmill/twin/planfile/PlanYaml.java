// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/** YAML text as a tree: no duplicate keys, no aliases, no deep nesting, one document. */
final class PlanYaml {
    private static final int MAX_DEPTH = 24;
    private static final int MAX_NUMBER_CHARS = 64;

    /** Four series of a year's hours are 35,000. */
    private static final int MAX_TOKENS = 100_000;

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
        try (var parser = new PlainParser(FACTORY.createParser(yaml))) {
            var root = YAML.<JsonNode>readTree(parser);
            return root == null ? MissingNode.getInstance() : root;
        } catch (JsonProcessingException notYaml) {
            throw notYaml;
        } catch (IOException e) {
            throw new UncheckedIOException("text needs no reading from anywhere", e);
        }
    }

    /** Refuses aliases, which would be read as their names, and texts of very many parts. */
    private static final class PlainParser extends JsonParserDelegate {
        private final YAMLParser yaml;
        private int tokens;

        PlainParser(YAMLParser yaml) {
            super(yaml);
            this.yaml = yaml;
        }

        @Override
        public @Nullable JsonToken nextToken() throws IOException {
            var token = super.nextToken();
            if (++tokens > MAX_TOKENS) {
                throw new JsonParseException(yaml, "the plan has more than 100,000 parts");
            }
            if (yaml.isCurrentAlias()) {
                throw new JsonParseException(
                        yaml, "an alias stands for another part; write that part out");
            }
            return token;
        }
    }
}
