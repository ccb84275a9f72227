// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

/**
 * A prompt that is plain text or token ids.
 *
 * @param prompt its length and hash
 * @param text what it says; ids of tokens say themselves, as emulated ones mean nothing
 */
public record TextPrompt(Prompt prompt, String text) {}
