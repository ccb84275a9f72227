// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.engine.Bound;

/**
 * The work in flight on one engine: what this router placed there and did not see end, and what
 * others did. Sums only, each update O(1). Not thread-safe.
 */
public final class EngineWork {
    private int prefilling;
    private long prefillTokens;
    private int decoding;
    private long contextTokens;
    private long expectedTokens;
    private long promptTokens;
    private int awaited;
    private long awaitedTokens;
    private Foreign foreign = Foreign.NONE;
    private Foreign foreignBefore = Foreign.NONE;

    /**
     * Sequences that the engine reports beyond those placed here.
     *
     * @param sequences running or waiting
     * @param kvTokens of KV cache they hold
     */
    private record Foreign(int sequences, long kvTokens) {
        static final Foreign NONE = new Foreign(0, 0);

        static Foreign least(Foreign a, Foreign b) {
            return new Foreign(
                    Math.min(a.sequences, b.sequences), Math.min(a.kvTokens, b.kvTokens));
        }
    }

    /** A request was placed: its prompt waits. */
    public void placed(RequestShape shape) {
        prefilling++;
        prefillTokens += shape.uncachedTokens();
        contextTokens += shape.promptTokens();
        expectedTokens += shape.outputTokens();
        promptTokens += shape.promptTokens();
    }

    /** Of what was placed, one that is still at the engine that computes its prompt. */
    public void awaits(long promptTokens) {
        awaited++;
        awaitedTokens += promptTokens;
    }

    /** It comes from there, or ended there. */
    public void arrives(long promptTokens) {
        awaited--;
        awaitedTokens -= promptTokens;
    }

    /** Its first token came: it decodes. */
    public void decodes(RequestShape shape) {
        prefilling--;
        prefillTokens -= shape.uncachedTokens();
        decoding++;
    }

    /** It produced this many tokens more. */
    public void produced(long tokens) {
        contextTokens += tokens;
    }

    /**
     * It ended.
     *
     * @param decoded whether its first token had come
     * @param produced tokens told by {@link #produced} for it
     */
    public void released(RequestShape shape, boolean decoded, long produced) {
        if (!decoded) {
            decodes(shape);
        }
        decoding--;
        contextTokens -= shape.promptTokens() + produced;
        expectedTokens -= shape.outputTokens();
        promptTokens -= shape.promptTokens();
    }

    /**
     * What the engine itself reports, running and waiting together. The excess over this router's
     * own count is others' work, once two reports in a row agree: a report is older than the count.
     * What is awaited is not there yet to be reported.
     */
    public void reported(int sequences, long kvTokens) {
        Foreign excess =
                new Foreign(
                        Math.max(0, sequences - (inFlight() - awaited)),
                        Math.max(0, kvTokens - (contextTokens - awaitedTokens)));
        foreign = Foreign.least(excess, foreignBefore);
        foreignBefore = excess;
    }

    /** Sequences on the engine. */
    public int sequences() {
        return prefilling + decoding + foreign.sequences();
    }

    /** Whether it has work that is not this router's. */
    public boolean isShared() {
        return foreign.sequences() > 0;
    }

    /** Requests placed here that did not end. */
    public int inFlight() {
        return prefilling + decoding;
    }

    /** Of these, how many wait for their first token. */
    public int prefilling() {
        return prefilling;
    }

    /** Prompt tokens that are not computed yet, as far as is known. */
    public long prefillTokens() {
        return prefillTokens;
    }

    /** Sequences that take part in each step. */
    public int decoding() {
        return decoding + foreign.sequences();
    }

    /** KV cache in use, tokens. */
    public long contextTokens() {
        return contextTokens + foreign.kvTokens();
    }

    /** Mean prompt of the requests in flight, at least 1. */
    public long meanPromptTokens() {
        return Math.max(1, promptTokens / Math.max(1, inFlight()));
    }

    /** How full the engine is, with what it reports itself: {@link Forecast#bound}. */
    Bound.Occupancy occupancy(EngineLimits limits, int waiting, long kvUsedPpm) {
        return new Bound.Occupancy(
                decoding(),
                contextTokens(),
                prefillTokens,
                limits.maxBatchedTokens(),
                waiting,
                sequences() >= limits.maxRunning(),
                kvUsedPpm);
    }

    /** Mean expected output of the requests in flight, at least 1. */
    public long meanOutputTokens() {
        return Math.max(1, expectedTokens / Math.max(1, inFlight()));
    }
}
