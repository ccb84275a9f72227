// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import io.wattmill.twin.emulator.text.Mix;
import io.wattmill.twin.emulator.text.Tokenizer;

/**
 * What an engine keeps of a chat's messages: how long they are and a hash of what they say.
 *
 * @param tokens by {@link Tokenizer}
 * @param hash of roles and contents, in order
 */
public record Prompt(long tokens, long hash) {

    /** Takes messages in as they are parsed. */
    static final class Builder {
        private static final long PRIME = 0x100000001B3L;

        private long tokens = Tokenizer.TOKENS_PER_CHAT;
        private long hash = 0xCBF29CE484222325L;
        private long contentBytes;

        /** A message begins. */
        void message() {
            tokens += Tokenizer.TOKENS_PER_MESSAGE;
            contentBytes = 0;
            absorb((char) 0);
        }

        /** Text that tells messages apart without being part of the prompt's length: the role. */
        void mark(CharSequence text) {
            absorb(text);
            absorb((char) 1);
        }

        /** A piece of the message's content. */
        void content(CharSequence text) {
            contentBytes += Tokenizer.utf8Bytes(text, 0, text.length());
            absorb(text);
        }

        /** The message ends. */
        void endMessage() {
            tokens += Tokenizer.tokens(contentBytes);
        }

        Prompt build() {
            return new Prompt(tokens, Mix.at(hash, 0));
        }

        private void absorb(CharSequence text) {
            for (int i = 0; i < text.length(); i++) {
                absorb(text.charAt(i));
            }
        }

        /** FNV-1a over 16-bit units: cheap, and enough where nobody gains by a collision. */
        private void absorb(char c) {
            hash = (hash ^ c) * PRIME;
        }
    }
}
