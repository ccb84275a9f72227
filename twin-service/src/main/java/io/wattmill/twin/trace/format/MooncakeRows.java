// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.format.BoundedLines.Line;

import java.util.Optional;

/** Mooncake's rows. Fields beyond the four are passed over: later traces of the family add some. */
final class MooncakeRows implements RowParser {

    private static final long MAX_TIMESTAMP_MS = 10L * 365 * 24 * 3_600 * 1_000;
    private static final long MICROS_PER_MILLI = 1_000;

    @Override
    public Optional<TraceRequest> parse(Line line, int index, Problems problems) {
        return JsonLines.object(line, problems).flatMap(row -> request(row, line, index, problems));
    }

    private static Optional<TraceRequest> request(
            JsonNode row, Line line, int index, Problems problems) {
        int before = problems.count();
        RowFields fields = new RowFields(row, line, problems);
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
