// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import io.wattmill.router.batch.PrefixBlocks;

import java.util.Arrays;

/**
 * A prompt's tokens while they are counted: each full block of {@value #BLOCK_TOKENS} gets a hash
 * that is chained to the block before it, so that an engine finds again what it has computed. Not
 * thread-safe.
 */
public final class TokenBlocks {
    /** Tokens per block, vLLM's default. */
    public static final int BLOCK_TOKENS = 16;

    private static final long OFFSET = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;
    private static final int FIRST_BLOCKS = 8;

    private long chain = OFFSET;
    private int bytes;
    private int byteCount;
    private long tokens;
    private long[] hashes = new long[FIRST_BLOCKS];
    private int full;

    /** Adds a piece of text; its tokens are cut every four bytes, across pieces. */
    public void text(CharSequence piece) {
        int length = piece.length();
        for (int i = 0; i < length; i++) {
            char c = piece.charAt(i);
            if (c < 0x80) {
                add(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(piece.charAt(i + 1))) {
                addPair(Character.toCodePoint(c, piece.charAt(++i)));
            } else {
                addWide(c);
            }
        }
    }

    /** Ends a text; its last token may be shorter than four bytes. */
    public void endText() {
        if (byteCount > 0) {
            token((long) byteCount << 32 | bytes & 0xFFFF_FFFFL);
        }
    }

    /** Adds tokens of the chat template that mean this. */
    public void template(int count, long meaning) {
        for (int i = 0; i < count; i++) {
            token(Mix.at(meaning, i));
        }
    }

    /** Tokens so far. */
    public long tokens() {
        return tokens;
    }

    /** The full blocks so far. */
    public PrefixBlocks blocks() {
        return PrefixBlocks.of(Arrays.copyOf(hashes, full));
    }

    /** UTF-8 of a character that is neither ASCII nor half of a pair; a lone half counts as one. */
    private void addWide(char c) {
        if (Character.isSurrogate(c)) {
            add('?');
        } else if (c < 0x800) {
            add(0xC0 | c >> 6);
            add(0x80 | c & 0x3F);
        } else {
            add(0xE0 | c >> 12);
            add(0x80 | c >> 6 & 0x3F);
            add(0x80 | c & 0x3F);
        }
    }

    private void addPair(int codePoint) {
        add(0xF0 | codePoint >> 18);
        add(0x80 | codePoint >> 12 & 0x3F);
        add(0x80 | codePoint >> 6 & 0x3F);
        add(0x80 | codePoint & 0x3F);
    }

    private void add(int octet) {
        bytes = bytes << 8 | octet;
        if (++byteCount == Tokenizer.BYTES_PER_TOKEN) {
            endText();
        }
    }

    /** FNV-1a over whole tokens, mixed once more where a block ends. */
    private void token(long id) {
        bytes = 0;
        byteCount = 0;
        chain = (chain ^ id) * PRIME;
        if (++tokens % BLOCK_TOKENS == 0) {
            chain = Mix.at(chain, 0);
            push(chain);
        }
    }

    private void push(long hash) {
        if (full == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * full);
        }
        hashes[full++] = hash;
    }
}
