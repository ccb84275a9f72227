// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import java.util.HashSet;
import java.util.Set;

/**
 * What a trace amounts to.
 *
 * @param requests how many
 * @param spanUs from the beginning to the last arrival
 * @param inputTokens of all prompts
 * @param outputTokens of all answers
 * @param blocks of all prompts
 * @param reusableBlocks of those, seen in an earlier request: what an endless prefix cache would
 *     hit
 */
public record TraceCensus(
        int requests,
        long spanUs,
        long inputTokens,
        long outputTokens,
        long blocks,
        long reusableBlocks) {

    /** Counts a trace. */
    public static TraceCensus of(Trace trace) {
        Set<Long> seen = new HashSet<>();
        long blocks = 0;
        for (TraceRequest request : trace.requests()) {
            blocks += request.blocks().size();
            for (int i = 0; i < request.blocks().size(); i++) {
                seen.add(request.blocks().at(i));
            }
        }
        long input = trace.requests().stream().mapToLong(TraceRequest::inputTokens).sum();
        long output = trace.requests().stream().mapToLong(TraceRequest::outputTokens).sum();
        return new TraceCensus(
                trace.requests().size(),
                trace.spanUs(),
                input,
                output,
                blocks,
                blocks - seen.size());
    }

    /** Reusable part of all blocks, 0 to 1. */
    public double reusableShare() {
        return blocks == 0 ? 0 : (double) reusableBlocks / blocks;
    }
}
