// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests that a seed stands for: a section of the trace, each seed another one, so that five
 * seeds tell more than how ties fell. The first begins where the trace begins, the others are
 * strewn by the golden ratio; they overlap where the trace is short. A trace of sessions is not
 * cut: all seeds replay its beginning.
 *
 * <p>Prompts that no engine could hold are cut at their end, so that prompt and answer fit in the
 * context.
 */
final class Sections {
    private static final double GOLDEN = 0.6180339887498949;

    /** Of the models of the catalogue. */
    private static final int CONTEXT_TOKENS = 131_072;

    private final Trace trace;
    private final int length;

    /**
     * @param length requests of a section, at most
     * @param mostTokens of a prompt and its answer
     */
    Sections(Trace trace, int length, long mostTokens) {
        this.trace = fitting(trace, (int) Math.min(CONTEXT_TOKENS, mostTokens));
        this.length = Math.min(length, trace.requests().size());
    }

    private static Trace fitting(Trace trace, int most) {
        return new Trace(
                trace.name(),
                trace.requests().stream().map(one -> fitting(one, most)).toList(),
                trace.chains());
    }

    private static TraceRequest fitting(TraceRequest one, int most) {
        int output = Math.min(one.outputTokens(), most / 2);
        int input = Math.min(one.inputTokens(), most - output);
        return new TraceRequest(
                one.index(), one.arrivalUs(), input, output, first(one.blocks(), input));
    }

    private static BlockIds first(BlockIds blocks, int tokens) {
        int count = Math.ceilDiv(tokens, blocks.blockTokens());
        return count == blocks.size()
                ? blocks
                : BlockIds.prefixThenConsecutive(blocks, count, 0, count);
    }

    /**
     * The section of a seed.
     *
     * @param seed from 1
     * @param speed arrivals so many times faster than recorded
     */
    Trace of(long seed, double speed) {
        if (!trace.chains().isEmpty()) {
            return trace.limited(length).atSpeed(speed);
        }
        double place = (seed - 1) * GOLDEN;
        int from = (int) ((place - Math.floor(place)) * (trace.requests().size() - length + 1));
        long beganUs = trace.requests().get(from).arrivalUs();
        List<TraceRequest> requests = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            TraceRequest one = trace.requests().get(from + i);
            requests.add(one.numbered(i).at(one.arrivalUs() - beganUs));
        }
        return new Trace(trace.name(), requests, Chains.NONE).atSpeed(speed);
    }

    /** Name of the trace. */
    String name() {
        return trace.name();
    }

    /** Requests of a section. */
    int length() {
        return length;
    }
}
