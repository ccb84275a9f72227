// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * How an engine chooses the next token.
 *
 * <p>Where requests ask for top-p or top-k, which many models' published defaults do, vLLM sorted
 * the whole vocabulary of every sequence until 0.16 (its pull requests 33538 and 40376 brought
 * kernels that need not). Greedy requests, gpt-oss' defaults, and other engines never did.
 */
public enum Sampling {
    /** At no cost that grows with the vocabulary: what engines do since 2026. */
    PLAIN,
    /** By sorting each sequence's vocabulary. */
    SORTED
}
