// SPDX-License-Identifier: Apache-2.0
/**
 * Prompts for a trace's requests: equal blocks are equal text, and the length is exact in tokens.
 * Must not know HTTP or time. Start at {@link io.wattmill.twin.replay.prompt.PromptText}.
 */
@NullMarked
package io.wattmill.twin.replay.prompt;

import org.jspecify.annotations.NullMarked;
