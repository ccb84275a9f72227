// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.prompt;

import io.wattmill.twin.trace.BlockIds;

import java.nio.charset.StandardCharsets;

/**
 * The text of a block: {@value BlockIds#BLOCK_TOKENS} common English words of three letters, each
 * with the space before it. A word is four bytes, so it is one token of the emulated tokenizer
 * (four bytes each), and as a rule one token of a real vocabulary, where such words are whole
 * entries.
 *
 * <p>The first {@value #NAME_WORDS} words spell the id, so two blocks differ within them. Text is
 * made where it is needed and never kept: a block takes about a microsecond, and a cache would only
 * be one more thing to bound.
 */
final class BlockText {

    /** Bytes per word, and so per token. */
    static final int WORD_BYTES = 4;

    /** Words of six bits each that hold an id of 64 bits. */
    static final int NAME_WORDS = 11;

    private static final byte[] WORDS =
            (" the and for are but not you all any can her was one our out day"
                            + " get has him his how man new now old see two way who boy did its"
                            + " let put say she too use air big car cut dog end eye far few got"
                            + " hot job law lot low map men own pay per red run sea set six sun")
                    .getBytes(StandardCharsets.US_ASCII);

    private static final int BITS_PER_WORD = 6;
    private static final int WORDS_PER_DRAW = 10;
    private static final long WORD_MASK = (1L << BITS_PER_WORD) - 1;
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private BlockText() {}

    /** Writes the first {@code words} words of a block. */
    static void write(long blockId, int words, byte[] target, int at) {
        long name = scatter(blockId);
        int named = Math.min(words, NAME_WORDS);
        for (int word = 0; word < named; word++) {
            copy(name >>> (BITS_PER_WORD * word), target, at + word * WORD_BYTES);
        }
        for (int word = NAME_WORDS, draw = 1; word < words; draw++) {
            long bits = scatter(name + draw * GAMMA);
            int end = Math.min(words, word + WORDS_PER_DRAW);
            for (; word < end; word++, bits >>>= BITS_PER_WORD) {
                copy(bits, target, at + word * WORD_BYTES);
            }
        }
    }

    private static void copy(long bits, byte[] target, int at) {
        System.arraycopy(WORDS, (int) (bits & WORD_MASK) * WORD_BYTES, target, at, WORD_BYTES);
    }

    /**
     * The finalizer of SplitMix64 (Steele et al., 2014): one to one, so that no two ids share a
     * name.
     */
    private static long scatter(long z) {
        long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
