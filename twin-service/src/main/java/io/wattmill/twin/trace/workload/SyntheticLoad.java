// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.workload;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.Chance;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests that have nothing to do with each other but the beginning of their prompts.
 *
 * @param requestsPerSecond mean rate
 * @param arrivals how they follow each other
 * @param sharedTokens every prompt begins with these (a system prompt); rounded down to whole
 *     blocks, and no more than a prompt is long
 * @param input lengths of prompts, what is shared included
 * @param output lengths of answers
 */
public record SyntheticLoad(
        double requestsPerSecond,
        Arrivals arrivals,
        int sharedTokens,
        LengthShape input,
        LengthShape output) {
    private static final long OWN_BLOCKS = 1L << 32;

    /** Refuses rates that are none. */
    public SyntheticLoad {
        if (!(requestsPerSecond > 0) || sharedTokens < 0) {
            throw new IllegalArgumentException("a load has a rate above 0");
        }
    }

    /** A trace of so many requests. */
    public Trace trace(long seed, int count) {
        Chance chance = new Chance(seed);
        ArrivalClock clock = arrivals.clock(requestsPerSecond, new Chance(~seed));
        List<TraceRequest> requests = new ArrayList<>(count);
        long nextBlock = OWN_BLOCKS;
        for (int i = 0; i < count; i++) {
            int tokens = input.draw(chance);
            int blocks = BlockIds.blocksOf(tokens);
            int shared = Math.min(sharedTokens, tokens) / BlockIds.BLOCK_TOKENS;
            BlockIds begin = BlockIds.consecutive(0, shared);
            requests.add(
                    new TraceRequest(
                            i,
                            clock.nextUs(),
                            tokens,
                            output.draw(chance),
                            BlockIds.prefixThenConsecutive(begin, shared, nextBlock, blocks)));
            nextBlock += blocks;
        }
        return new Trace("synthetic, seed " + seed, requests);
    }
}
