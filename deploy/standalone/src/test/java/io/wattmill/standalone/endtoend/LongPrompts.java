// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.TraceFormat;
import io.wattmill.twin.trace.source.TraceSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Those requests of Mooncake's conversation trace whose prompts have 4,000 to 16,000 tokens, at
 * their recorded times. Without the data (variable WATTMILL_DATA) a trace of such requests is made
 * up.
 */
final class LongPrompts {
    static final int WARM_UP_REQUESTS = 24;

    private static final int SHORTEST = 4_000;
    private static final int LONGEST = 16_000;
    private static final TraceShape SHAPE =
            new TraceShape(
                    1.2,
                    new LengthShape(10_500, 0.3, SHORTEST, LONGEST),
                    new LengthShape(800, 1, 1, SHORTEST),
                    0.2,
                    100,
                    new LengthShape(395, 0.38, 1, 1_000),
                    0.15,
                    100);

    /**
     * Prompts as long, answers short: a router that had seen nothing but short prompts on a cold
     * machine would hold its milliseconds against the engines, and against one more than another.
     */
    static final TraceSource WARM_UP =
            new TraceSource.Generated(
                    5,
                    WARM_UP_REQUESTS,
                    new TraceShape(
                            3,
                            new LengthShape(7_800, 0.4, SHORTEST, LONGEST),
                            new LengthShape(800, 1, 1, SHORTEST),
                            0,
                            1,
                            new LengthShape(12, 0.5, 2, 40),
                            0,
                            1));

    private LongPrompts() {}

    /** At most so many of them; the folder takes a file. */
    static TraceSource in(Path folder, int count) throws IOException {
        var recorded =
                Optional.ofNullable(System.getenv("WATTMILL_DATA"))
                        .map(data -> Path.of(data, "traces/mooncake/conversation_trace.jsonl"))
                        .filter(Files::isReadable);
        if (recorded.isEmpty()) {
            System.out.println("no data at WATTMILL_DATA, so the trace is made up");
            return new TraceSource.Generated(7, count, SHAPE);
        }
        var slice = Files.write(folder.resolve("slice.jsonl"), slice(recorded.get(), count));
        return TraceSource.Recorded.of(slice, TraceFormat.MOONCAKE);
    }

    private static List<String> slice(Path file, int count) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> isLong(Api.parse(line))).limit(count).toList();
        }
    }

    private static boolean isLong(JsonNode request) {
        var tokens = request.path("input_length").asInt();
        return SHORTEST <= tokens && tokens <= LONGEST;
    }
}
