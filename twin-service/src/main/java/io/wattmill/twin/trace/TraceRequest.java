// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

/**
 * One request of a trace.
 *
 * @param index its place in the trace, from 0
 * @param arrivalUs when it arrives, microseconds after the trace begins
 * @param inputTokens length of the prompt, chat template included
 * @param outputTokens length of the answer
 * @param blocks of the prompt: as many as {@code inputTokens} takes
 */
public record TraceRequest(
        int index, long arrivalUs, int inputTokens, int outputTokens, BlockIds blocks) {

    /** Refuses lengths below one and blocks that do not cover the prompt exactly. */
    public TraceRequest {
        if (arrivalUs < 0 || inputTokens < 1 || outputTokens < 1) {
            throw new IllegalArgumentException(
                    "not a request: arrival "
                            + arrivalUs
                            + " us, "
                            + inputTokens
                            + " tokens in, "
                            + outputTokens
                            + " out");
        }
        if (blocks.size() != Math.ceilDiv(inputTokens, blocks.blockTokens())) {
            throw new IllegalArgumentException(
                    inputTokens + " tokens are not " + blocks.size() + " blocks");
        }
    }

    /** The same request in another place of a trace. */
    public TraceRequest numbered(int otherIndex) {
        return new TraceRequest(otherIndex, arrivalUs, inputTokens, outputTokens, blocks);
    }

    /** The same request at another time. */
    public TraceRequest at(long otherArrivalUs) {
        return new TraceRequest(index, otherArrivalUs, inputTokens, outputTokens, blocks);
    }
}
