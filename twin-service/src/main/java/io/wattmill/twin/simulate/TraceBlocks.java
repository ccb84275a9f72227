// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.TraceRequest;

/**
 * A trace names blocks of {@value BlockIds#BLOCK_TOKENS} tokens, so the simulated caches keep
 * those: what two prompts share is a multiple of them, whatever the size of an engine's own blocks.
 * A trace's id, as a chained hash, stands for the block and all before it.
 */
final class TraceBlocks {
    /** Gateways name blocks of 1,024 bytes: two of them to a trace's block. */
    private static final int GATEWAY_BLOCKS = 2;

    private TraceBlocks() {}

    /** The blocks of a prompt that it fills. */
    static PrefixBlocks wholeBlocks(TraceRequest request) {
        long[] ids = new long[request.inputTokens() / BlockIds.BLOCK_TOKENS];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = request.blocks().at(i);
        }
        return PrefixBlocks.of(ids);
    }

    /** The same as a gateway would name them to the router. */
    static PrefixBlocks gatewayBlocks(TraceRequest request) {
        int whole = request.inputTokens() / BlockIds.BLOCK_TOKENS;
        long[] ids = new long[whole * GATEWAY_BLOCKS];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = request.blocks().at(i / GATEWAY_BLOCKS) * GATEWAY_BLOCKS + i % GATEWAY_BLOCKS;
        }
        return PrefixBlocks.of(ids);
    }

    /** An engine's limits with blocks of the trace's size. */
    static BatchLimits limits(BatchLimits engine) {
        return new BatchLimits(
                engine.kvCapacityTokens(),
                engine.maxRunning(),
                engine.maxBatchedTokens(),
                engine.maxWaiting(),
                BlockIds.BLOCK_TOKENS);
    }
}
