// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.format.BoundedLines.Line;

import java.util.Optional;

/** Mooncake's rows. Fields beyond the four are passed over: later traces of the family add some. */
final class MooncakeRows implements RowParser {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final long MAX_TIMESTAMP_MS = 10L * 365 * 24 * 3_600 * 1_000;
    private static final long MICROS_PER_MILLI = 1_000;

    @Override
    public Optional<TraceRequest> parse(Line line, int index, Problems problems) {
        int before = problems.count();
        JsonNode row = object(line, problems);
        if (problems.count() > before) {
            return Optional.empty();
        }
        Fields fields = new Fields(row, line, problems);
        long timestampMs = fields.whole("timestamp", 0, MAX_TIMESTAMP_MS);
        int input = (int) fields.whole("input_length", 1, MAX_TOKENS);
        int output = (int) fields.whole("output_length", 1, MAX_TOKENS);
        BlockIds blocks = BlockIds.of(fields.wholes("hash_ids"));
        checkCover(input, blocks, line, problems, before);
        return problems.count() > before
                ? Optional.empty()
                : Optional.of(
                        new TraceRequest(
                                index, timestampMs * MICROS_PER_MILLI, input, output, blocks));
    }

    private static JsonNode object(Line line, Problems problems) {
        try {
            JsonNode row = JSON.readTree(line.text());
            if (!row.isObject()) {
                problems.add(line.number(), "", "is not a JSON object");
            }
            return row;
        } catch (JsonProcessingException e) {
            problems.add(line.number(), "", "is not JSON: " + e.getOriginalMessage());
            return JSON.missingNode();
        }
    }

    private static void checkCover(
            int input, BlockIds blocks, Line line, Problems problems, int before) {
        int wanted = BlockIds.blocksOf(input);
        if (problems.count() == before && blocks.size() != wanted) {
            problems.add(
                    line.number(),
                    "hash_ids",
                    "has " + blocks.size() + " blocks; " + input + " tokens take " + wanted);
        }
    }
}
