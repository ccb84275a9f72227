// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.metrics;

import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;

/**
 * What one emulated engine has done since its start. Not thread-safe: it belongs to its node's
 * context.
 */
public final class EngineCounters {
    /** Bounds of vLLM's own histograms, in seconds. */
    private static final String[] TTFT_BOUNDS = {
        "0.001", "0.005", "0.01", "0.02", "0.04", "0.06", "0.08", "0.1", "0.25", "0.5", "0.75",
        "1.0", "2.5", "5.0", "7.5", "10.0", "20.0", "40.0", "80.0", "160.0", "640.0", "2560.0"
    };

    private static final String[] ITL_BOUNDS = {
        "0.01", "0.025", "0.05", "0.075", "0.1", "0.15", "0.2", "0.3", "0.4", "0.5", "0.75", "1.0",
        "2.5", "5.0", "7.5", "10.0", "20.0", "40.0", "80.0"
    };

    private static final String[] E2E_BOUNDS = {
        "0.3", "0.5", "0.8", "1.0", "1.5", "2.0", "2.5", "5.0", "10.0", "15.0", "20.0", "30.0",
        "40.0", "50.0", "60.0", "120.0", "240.0", "480.0", "960.0", "1920.0", "7680.0"
    };

    final Histogram timeToFirstToken = new Histogram(TTFT_BOUNDS);
    final Histogram interTokenLatency = new Histogram(ITL_BOUNDS);
    final Histogram endToEnd = new Histogram(E2E_BOUNDS);
    long promptTokens;
    long generationTokens;
    long prefixQueries;
    long prefixHits;
    long preemptions;
    long stopped;
    long atLength;
    long aborted;

    /** A prompt has been computed, of which some tokens came from the prefix cache. */
    public void prompt(long tokens, long cachedTokens) {
        promptTokens += tokens;
        prefixQueries += tokens;
        prefixHits += cachedTokens;
    }

    /** A sequence got its first token, this long after it arrived. */
    public void firstToken(long sinceArrivalNanos) {
        generationTokens++;
        timeToFirstToken.record(sinceArrivalNanos);
    }

    /** A sequence got a further token, this long after the one before. */
    public void furtherToken(long sinceLastNanos) {
        generationTokens++;
        interTokenLatency.record(sinceLastNanos);
    }

    /** Sequences lost their place and will be computed again. */
    public void preempted(int sequences) {
        preemptions += sequences;
    }

    /** A sequence finished, this long after it arrived. */
    public void finished(FinishReason reason, long sinceArrivalNanos) {
        endToEnd.record(sinceArrivalNanos);
        switch (reason) {
            case STOP, TOOL_CALLS -> stopped++;
            case LENGTH -> atLength++;
        }
    }

    /** A sequence was given up because its client left. */
    public void aborted() {
        aborted++;
    }

    /** Tokens made so far, those of aborted sequences included. */
    public long generationTokens() {
        return generationTokens;
    }
}
