// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import io.wattmill.router.engine.StepLoad;

/** What the step that is planned or in flight computes. */
final class StepDraft {
    /** Sequences that get one more token. */
    int decoding;

    /** Prompt tokens. */
    int prefill;

    /** Attention pairs of the prompt tokens. */
    long pairs;

    /** KV cache read, tokens. */
    long kvRead;

    /** Tokens that it may still compute. */
    int budget;

    /** Whether someone lost its place for it. */
    boolean preempted;

    void begin() {
        prefill = 0;
        pairs = 0;
        kvRead = 0;
        preempted = false;
    }

    void prompt(int tokens, int context) {
        prefill += tokens;
        pairs += StepLoad.pairs(tokens, context);
        kvRead += context;
        budget -= tokens;
    }

    /** Takes what another computes into the sum. */
    void add(StepDraft other) {
        decoding += other.decoding;
        prefill += other.prefill;
        pairs += other.pairs;
        kvRead += other.kvRead;
    }

    int rows() {
        return prefill + decoding;
    }
}
