// SPDX-License-Identifier: Apache-2.0
/**
 * What emulated engines say: the tokens of a prompt and the blocks that they fill, and answers
 * whose words and length follow from a seed and the prompt alone. Pure.
 *
 * <p>Knows nothing of HTTP, scheduling or time. One emulated token is four bytes of UTF-8, in
 * prompts and in answers alike, so that an answer that comes back as a prompt counts the tokens
 * that it was made of.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.text.Tokenizer} and {@link
 * io.wattmill.twin.emulator.text.Script}.
 */
@NullMarked
package io.wattmill.twin.emulator.text;

import org.jspecify.annotations.NullMarked;
