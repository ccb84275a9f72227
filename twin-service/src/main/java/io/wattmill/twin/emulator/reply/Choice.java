// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import io.wattmill.twin.emulator.text.Script;

/**
 * One choice that an answer will have.
 *
 * @param script what it says
 * @param echo text that it begins with, without being made
 * @param promptTokens length of its prompt
 * @param lead index of the first choice of the same prompt, which counts the prompt for all
 */
public record Choice(Script script, String echo, long promptTokens, int lead) {}
