// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import java.util.Locale;

/** What an engine may tell of itself. None tells everything; some tell nothing. */
public enum Figure {
    /** Sequences in the batch. */
    RUNNING,
    /** Sequences in the queue. */
    WAITING,
    /** Share of the KV cache in use. */
    KV_USED,
    /** Prompt tokens taken, cumulative. */
    PROMPT_TOKENS,
    /** Prompt tokens found in the prefix cache, cumulative. */
    CACHED_TOKENS,
    /** Tokens produced, cumulative. */
    GENERATED_TOKENS,
    /** Sequences that lost their KV cache to others, cumulative. */
    PREEMPTIONS,
    /** Tokens of one KV block. */
    BLOCK_TOKENS,
    /** Blocks of the KV cache. */
    KV_BLOCKS,
    /** Tokens that the KV cache holds. */
    KV_TOKENS,
    /** Requests that are over, cumulative. */
    FINISHED,
    /** When the process began, seconds since 1970. */
    STARTED_AT,
    /** Seconds from a request to its first token: a histogram. */
    FIRST_TOKEN,
    /** Seconds from one token to the next: a histogram. */
    NEXT_TOKEN;

    /** As tables and reports write it, for example {@code kv-used}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
