// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.format.BoundedLines.Line;

import java.util.Optional;

/**
 * Lines that a gateway recorded. First and last lines of files may stand anywhere, for exports put
 * files together; a line that breaks off was being written when its gateway was killed, and is
 * passed over, as are requests of which no tokens are known: they never reached an engine.
 */
final class WattmillRows implements RowParser {

    private static final int VERSION = 1;
    private static final long MAX_ARRIVAL_US = 1L << 53;
    private static final long MAX_PROMPT_BYTES = 1L << 32;

    private final SharedPrefixes prefixes = new SharedPrefixes();
    private boolean headSeen;

    @Override
    public Optional<TraceRequest> parse(Line line, int index, Problems problems) {
        Optional<JsonNode> row = JsonLines.whole(line, problems);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        if (row.get().has("recording")) {
            head(row.get(), line, problems);
            return Optional.empty();
        }
        if (!headSeen) {
            problems.add(line.number(), "", "comes before the line that says \"recording\"");
            headSeen = true;
        }
        return row.get().has("end")
                ? Optional.empty()
                : request(new RowFields(row.get(), line, problems), index);
    }

    @Override
    public long keptBytes() {
        return prefixes.keptBytes();
    }

    private void head(JsonNode row, Line line, Problems problems) {
        headSeen = true;
        RowFields fields = new RowFields(row, line, problems);
        fields.whole("version", VERSION, VERSION);
        fields.whole("block_bytes", SharedPrefixes.BLOCK_BYTES, SharedPrefixes.BLOCK_BYTES);
    }

    private Optional<TraceRequest> request(RowFields fields, int index) {
        long arrivalUs = fields.whole("arrival_us", 0, MAX_ARRIVAL_US);
        int input = (int) fields.whole("input_tokens", 0, MAX_TOKENS);
        int output = (int) fields.whole("output_tokens", 0, MAX_TOKENS);
        long bytes = fields.whole("prompt_bytes", 0, MAX_PROMPT_BYTES);
        long[] blocks = fields.wholes("blocks");
        if (fields.areBad() || input == 0 || output == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new TraceRequest(
                        index, arrivalUs, input, output, prefixes.blocks(input, bytes, blocks)));
    }
}
