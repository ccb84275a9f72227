// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

/** What of a request an engine computes. */
public enum EngineRole {
    /** All of it. */
    BOTH,
    /** Prompts, whose KV cache goes to an engine that decodes. */
    PREFILL,
    /** Tokens, from a KV cache that comes from elsewhere. */
    DECODE
}
