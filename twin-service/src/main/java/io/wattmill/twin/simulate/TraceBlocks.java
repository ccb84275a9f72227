// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.TraceRequest;

/**
 * A trace names blocks of some size, {@value BlockIds#BLOCK_TOKENS} tokens in most, so the
 * simulated caches keep those: what two prompts share is a multiple of them, whatever the size of
 * an engine's own blocks. A trace's id, as a chained hash, stands for the block and all before it.
 */
final class TraceBlocks {
    /** Gateways name blocks of 1,024 bytes: some 256 tokens. */
    private static final int GATEWAY_TOKENS = 256;

    private TraceBlocks() {}

    /** The blocks of a prompt that it fills. */
    static PrefixBlocks wholeBlocks(TraceRequest request) {
        long[] ids = new long[request.inputTokens() / request.blocks().blockTokens()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = request.blocks().at(i);
        }
        return PrefixBlocks.of(ids);
    }

    /** The same as a gateway would name them to the router. */
    static PrefixBlocks gatewayBlocks(TraceRequest request) {
        int blockTokens = request.blocks().blockTokens();
        int whole = request.inputTokens() / blockTokens * blockTokens;
        int perBlock = Math.max(1, blockTokens / GATEWAY_TOKENS);
        long[] ids = new long[whole / GATEWAY_TOKENS];
        for (int i = 0; i < ids.length; i++) {
            int last = ((i + 1) * GATEWAY_TOKENS - 1) / blockTokens;
            ids[i] = request.blocks().at(last) * perBlock + i % perBlock;
        }
        return PrefixBlocks.of(ids);
    }

    /** An engine's limits with blocks of the trace's size. */
    static BatchLimits limits(BatchLimits engine, int blockTokens) {
        return new BatchLimits(
                engine.kvCapacityTokens(),
                engine.maxRunning(),
                engine.maxBatchedTokens(),
                engine.maxWaiting(),
                blockTokens);
    }
}
