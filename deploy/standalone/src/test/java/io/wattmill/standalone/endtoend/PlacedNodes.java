// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Where a suite's router placed the requests of a replay, as their decision records say. */
final class PlacedNodes {
    private static final String EMULATED = "node-";

    private PlacedNodes() {}

    /**
     * For each request of the trace the place of its node in the emulated fleet.
     *
     * @param acks ids of the requests, one per line; they begin with the time, so that their order
     *     is that of the trace
     */
    static List<Integer> of(Api api, Path acks, Trace trace) throws IOException {
        var ids = Files.readAllLines(acks).stream().sorted().toList();
        assertEquals(trace.requests().size(), ids.size(), "acknowledged");
        return IntStream.range(0, ids.size())
                .mapToObj(i -> placed(api, ids.get(i), trace.requests().get(i)))
                .toList();
    }

    private static int placed(Api api, String id, TraceRequest request) {
        var record = api.ledger(id);
        assertEquals(
                request.inputTokens(), record.at("/tokens/input").asInt(), record::toPrettyString);
        var node = record.at("/placement/node_id").asText();
        return Integer.parseInt(node.substring(EMULATED.length())) - 1;
    }
}
