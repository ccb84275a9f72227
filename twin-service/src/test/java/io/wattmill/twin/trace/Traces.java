// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Small traces for tests. */
public final class Traces {

    private Traces() {}

    /**
     * A request whose blocks are new to the trace: ids count on from a thousand times its index.
     */
    public static TraceRequest request(
            int index, long arrivalUs, int inputTokens, int outputTokens) {
        BlockIds blocks = BlockIds.consecutive(1_000L * index, BlockIds.blocksOf(inputTokens));
        return new TraceRequest(index, arrivalUs, inputTokens, outputTokens, blocks);
    }

    /** Requests at those times. */
    public static List<TraceRequest> at(long... arrivalsUs) {
        List<TraceRequest> requests = new ArrayList<>();
        IntStream.range(0, arrivalsUs.length)
                .forEach(i -> requests.add(request(i, arrivalsUs[i], 100, 10)));
        return requests;
    }
}
