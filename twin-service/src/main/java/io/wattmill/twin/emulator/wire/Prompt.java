// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.twin.emulator.text.Mix;
import io.wattmill.twin.emulator.text.TokenBlocks;
import io.wattmill.twin.emulator.text.Tokenizer;

/**
 * What an engine keeps of a chat's messages: how long they are, a hash of what they say, and the
 * names of the blocks that they begin with.
 *
 * @param tokens by {@link Tokenizer}
 * @param hash of roles and contents, in order
 * @param blocks full blocks of its tokens
 */
public record Prompt(long tokens, long hash, PrefixBlocks blocks) {

    /** Takes messages in as they are parsed. */
    static final class Builder {
        private static final long PRIME = 0x100000001B3L;
        private static final long OFFSET = 0xCBF29CE484222325L;

        /** The template's tokens: some before a message's content, one behind it with its role. */
        private static final int BEFORE = Tokenizer.TOKENS_PER_MESSAGE - 1;

        private final TokenBlocks stream = new TokenBlocks();
        private long hash = OFFSET;
        private long marks;

        /** A message begins. */
        void message() {
            marks = OFFSET;
            stream.template(BEFORE, 0);
            absorb((char) 0);
        }

        /** Text that tells messages apart without being part of the prompt's length: the role. */
        void mark(CharSequence text) {
            absorb(text);
            absorb((char) 1);
            for (int i = 0; i < text.length(); i++) {
                marks = (marks ^ text.charAt(i)) * PRIME;
            }
        }

        /** A piece of the message's content. */
        void content(CharSequence text) {
            stream.text(text);
            absorb(text);
        }

        /** The message ends. */
        void endMessage() {
            stream.endText();
            stream.template(1, marks);
        }

        Prompt build() {
            stream.template(Tokenizer.TOKENS_PER_CHAT, 0);
            return new Prompt(stream.tokens(), Mix.at(hash, 0), stream.blocks());
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
