// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.workload;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.ChainedTrace;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Chance;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

/**
 * Agents at work: each session is a chain of turns. A turn's prompt is the one before, its answer
 * and what a tool returned; it comes when the answer is there and the tool is done.
 *
 * @param sessionsPerSecond mean rate at which sessions begin
 * @param arrivals how sessions follow each other
 * @param turns of a session
 * @param firstPrompt system prompt, tools and task
 * @param toolResult what a turn adds to prompt and answer of the one before
 * @param answer of a turn
 * @param tool how long a tool takes, in milliseconds for tokens
 * @param maxPrompt a session ends before its prompt is longer
 */
public record AgenticLoad(
        double sessionsPerSecond,
        Arrivals arrivals,
        LengthShape turns,
        LengthShape firstPrompt,
        LengthShape toolResult,
        LengthShape answer,
        LengthShape tool,
        int maxPrompt) {
    private static final long US_PER_MS = 1_000;

    /** Refuses rates that are none. */
    public AgenticLoad {
        if (!(sessionsPerSecond > 0) || maxPrompt < 1) {
            throw new IllegalArgumentException("sessions have a rate and prompts a bound");
        }
    }

    /** A trace of so many requests; the last session may be cut. */
    public Trace trace(long seed, int count) {
        Chance chance = new Chance(seed);
        ArrivalClock clock = arrivals.clock(sessionsPerSecond, new Chance(~seed));
        ChainedTrace chained = new ChainedTrace();
        long nextBlock = 0;
        while (chained.size() < count) {
            nextBlock = session(chained, clock.nextUs(), nextBlock, count, chance);
        }
        return chained.trace("agentic, seed " + seed);
    }

    private long session(
            ChainedTrace chained, long startUs, long firstBlock, int count, Chance chance) {
        int left = Math.min(turns.draw(chance), count - chained.size());
        int tokens = Math.min(maxPrompt, firstPrompt.draw(chance));
        long nextBlock = firstBlock;
        BlockIds before = BlockIds.of();
        int kept = 0;
        int after = Chains.FIRST;
        long waitUs = 0;
        while (left-- > 0 && tokens <= maxPrompt) {
            int blocks = BlockIds.blocksOf(tokens);
            BlockIds prompt = BlockIds.prefixThenConsecutive(before, kept, nextBlock, blocks);
            nextBlock += blocks - kept;
            int output = answer.draw(chance);
            after =
                    chained.add(
                            new TraceRequest(0, startUs, tokens, output, prompt), after, waitUs);
            waitUs = tool.draw(chance) * US_PER_MS;
            kept = tokens / BlockIds.BLOCK_TOKENS;
            before = prompt;
            tokens += output + toolResult.draw(chance);
        }
        return nextBlock;
    }
}
