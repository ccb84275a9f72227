// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a trace up, for where the recorded ones are absent: conversations whose turns share their
 * prefix, Poisson arrivals. Block 0 opens every prompt, as a system prompt does. The same seed
 * gives the same trace.
 */
public final class GeneratedTrace {

    private static final BlockIds SYSTEM_BLOCK = BlockIds.of(0);
    private static final double MICROS_PER_SECOND = 1e6;

    private final TraceShape shape;
    private final Chance chance;
    private final List<TraceRequest> open = new ArrayList<>();
    private long nextBlock = 1;
    private double nowUs;

    private GeneratedTrace(long seed, TraceShape shape) {
        this.shape = shape;
        this.chance = new Chance(seed);
    }

    /** A trace of {@code count} requests. */
    public static Trace of(long seed, int count, TraceShape shape) {
        GeneratedTrace generated = new GeneratedTrace(seed, shape);
        List<TraceRequest> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            requests.add(generated.next(i));
        }
        return new Trace("generated, seed " + seed, requests);
    }

    private TraceRequest next(int index) {
        boolean continues = !open.isEmpty() && chance.happens(shape.continuationShare());
        TraceRequest request = continues ? continued(index) : opened(index);
        nowUs += chance.gap(shape.requestsPerSecond()) * MICROS_PER_SECOND;
        return request;
    }

    private TraceRequest opened(int index) {
        int tokens = shape.firstPrompt().draw(chance);
        TraceRequest request = request(index, SYSTEM_BLOCK, 1, tokens);
        if (open.size() < shape.openConversations()) {
            open.add(request);
        } else {
            open.set(chance.below(open.size()), request);
        }
        return request;
    }

    private TraceRequest continued(int index) {
        int conversation = chance.below(open.size());
        TraceRequest before = open.get(conversation);
        int wholeBlocks = before.inputTokens() / BlockIds.BLOCK_TOKENS;
        int tokens = wholeBlocks * BlockIds.BLOCK_TOKENS + shape.addedPrompt().draw(chance);
        if (tokens > shape.firstPrompt().maxTokens()) {
            open.remove(conversation);
            return opened(index);
        }
        TraceRequest request = request(index, before.blocks(), wholeBlocks, tokens);
        open.set(conversation, request);
        return request;
    }

    private TraceRequest request(int index, BlockIds prefix, int sharedBlocks, int tokens) {
        int count = BlockIds.blocksOf(tokens);
        BlockIds blocks = BlockIds.prefixThenConsecutive(prefix, sharedBlocks, nextBlock, count);
        nextBlock += count - sharedBlocks;
        return new TraceRequest(index, (long) nowUs, tokens, answerTokens(), blocks);
    }

    private int answerTokens() {
        return chance.happens(shape.shortAnswerShare())
                ? 1 + chance.below(shape.shortAnswerMaxTokens())
                : shape.answer().draw(chance);
    }
}
