// SPDX-License-Identifier: Apache-2.0
/**
 * Prompts by their tokens, as engines name the blocks of their caches: which prompts can be named
 * so, who can be asked for their tokens, and what comes of the answer.
 *
 * <p>Opens no connection and waits for nothing. Start with {@link
 * io.wattmill.gateway.tokens.PromptShape}, then {@link io.wattmill.gateway.tokens.TokenNames}.
 */
@NullMarked
package io.wattmill.gateway.tokens;

import org.jspecify.annotations.NullMarked;
