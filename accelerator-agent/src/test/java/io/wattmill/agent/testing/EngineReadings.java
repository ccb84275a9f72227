// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.LatencyTotals;

import java.util.Set;

/** Readings of an engine that tells everything but how long its callers waited. */
public final class EngineReadings {

    private static final long BLOCK_TOKENS = 16;

    private long running;
    private long waiting;
    private long kvUsedPpm;
    private long promptTokens;
    private long generatedTokens;
    private long preemptions;
    private long kvTokens;

    private EngineReadings() {}

    /** Of an engine that rests and has done nothing. */
    public static EngineReadings idle() {
        return new EngineReadings();
    }

    /** So many sequences share its steps, and wait for them. */
    public EngineReadings load(long inBatch, long inQueue) {
        running = inBatch;
        waiting = inQueue;
        return this;
    }

    /** Its cache holds so many tokens, and this share of it is in use. */
    public EngineReadings cache(long tokens, long usedPpm) {
        kvTokens = tokens;
        kvUsedPpm = usedPpm;
        return this;
    }

    /** What it has done since it started. */
    public EngineReadings tokens(long prompt, long generated) {
        promptTokens = prompt;
        generatedTokens = generated;
        return this;
    }

    /** Sequences that have lost their cache. */
    public EngineReadings preemptions(long sequences) {
        preemptions = sequences;
        return this;
    }

    /** The reading. */
    public EngineReading counted(EngineCount count) {
        return new EngineReading(
                running,
                waiting,
                kvUsedPpm,
                promptTokens,
                0,
                generatedTokens,
                preemptions,
                BLOCK_TOKENS,
                kvTokens,
                count,
                LatencyTotals.NONE,
                Set.of(Figure.FIRST_TOKEN, Figure.NEXT_TOKEN));
    }
}
