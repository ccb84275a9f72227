// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.twin.emulator.text.Mix;
import io.wattmill.twin.emulator.text.PromptTokens;
import io.wattmill.twin.emulator.text.TokenStream;
import io.wattmill.twin.emulator.text.Tokenizer;

/**
 * What an engine keeps of a prompt: how long it is, a hash of what it says, and the names of the
 * blocks that it begins with.
 *
 * @param content its tokens
 * @param hash of tools, roles and contents, in order
 * @param blocks full blocks of its tokens
 */
public record Prompt(PromptTokens content, long hash, PrefixBlocks blocks) {

    /** How many tokens, by {@link Tokenizer}. */
    public long tokens() {
        return content.count();
    }

    /** The same prompt for callers who share cached blocks with nobody else; none if empty. */
    Prompt salted(String salt) {
        if (salt.isEmpty()) {
            return this;
        }
        PromptTokens own = content.salted(salt);
        return new Prompt(own, hash, own.blocks());
    }

    /** A prompt without template: plain text. */
    static Prompt plain(CharSequence text) {
        var builder = new Builder();
        builder.content(text);
        builder.stream.endText();
        return builder.built();
    }

    /** A prompt of tokens. */
    static Prompt ofTokens(int[] ids) {
        var builder = new Builder();
        for (int id : ids) {
            builder.stream.id(id);
            builder.absorb((char) (id >>> 16));
            builder.absorb((char) id);
        }
        return builder.built();
    }

    /** Takes a prompt in as it is parsed. */
    static final class Builder {
        private static final long PRIME = 0x100000001B3L;
        private static final long OFFSET = 0xCBF29CE484222325L;

        /** The template's tokens: some before a message's content, one behind it with its role. */
        private static final int BEFORE = Tokenizer.TOKENS_PER_MESSAGE - 1;

        private final TokenStream stream = new TokenStream();
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
                marks = mixed(marks, text.charAt(i));
            }
        }

        /** A piece of the message's content. */
        void content(CharSequence text) {
            stream.text(text);
            absorb(text);
        }

        /** Descriptions of tools, before the first message. */
        void tools(CharSequence text) {
            content(text);
            stream.endText();
            absorb((char) 2);
        }

        /** An image or a sound among the content: so many tokens, named by where they come from. */
        void media(int count, CharSequence source) {
            stream.endText();
            long name = OFFSET;
            for (int i = 0; i < source.length(); i++) {
                name = mixed(name, source.charAt(i));
            }
            stream.media(count, name);
            absorb((char) 3);
            absorb(source);
        }

        /** The message ends. */
        void endMessage() {
            stream.endText();
            stream.template(1, marks);
        }

        /** The chat's prompt. */
        Prompt build() {
            stream.template(Tokenizer.TOKENS_PER_CHAT, 0);
            return built();
        }

        private Prompt built() {
            PromptTokens tokens = stream.tokens();
            return new Prompt(tokens, Mix.at(hash, 0), tokens.blocks());
        }

        /** FNV-1a over 16-bit units: cheap, and enough where nobody gains by a collision. */
        private static long mixed(long hash, long c) {
            return (hash ^ c) * PRIME;
        }

        private void absorb(CharSequence text) {
            for (int i = 0; i < text.length(); i++) {
                absorb(text.charAt(i));
            }
        }

        private void absorb(char c) {
            hash = mixed(hash, c);
        }
    }
}
