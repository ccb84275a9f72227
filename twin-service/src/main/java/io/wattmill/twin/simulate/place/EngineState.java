// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.place;

/** What an agent reads of an engine. */
public interface EngineState {
    /** Sequences that share steps now. */
    int running();

    /** Sequences that wait for a place. */
    int waiting();

    /** Tokens of KV cache in use. */
    long kvUsedTokens();
}
