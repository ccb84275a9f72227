// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import java.util.Locale;

/** What of a request an engine computes. */
public enum EngineRole {
    /** All of it. */
    BOTH,
    /** Prompts, whose KV cache goes to an engine that decodes. */
    PREFILL,
    /** Tokens, from a KV cache that comes from elsewhere. */
    DECODE;

    /** As people and scripts read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
