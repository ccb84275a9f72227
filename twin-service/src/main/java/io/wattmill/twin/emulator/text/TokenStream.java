// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import java.util.Arrays;

/** A prompt's tokens while it is read. An id is 31 bits of what the token says. Not thread-safe. */
public final class TokenStream {
    private static final int FIRST_TOKENS = 64;
    private static final int NO_MEDIA = -1;

    private int bytes;
    private int byteCount;
    private int[] ids = new int[FIRST_TOKENS];
    private int count;
    private int mediaFrom = NO_MEDIA;

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
            meaning((long) byteCount << 32 | bytes & 0xFFFF_FFFFL);
        }
    }

    /** Adds tokens of the chat template that mean this. */
    public void template(int count, long meaning) {
        for (int i = 0; i < count; i++) {
            meaning(Mix.at(meaning, i));
        }
    }

    /** Adds tokens of an image or a sound of this name. */
    public void media(int tokens, long name) {
        if (mediaFrom == NO_MEDIA) {
            mediaFrom = count;
        }
        template(tokens, name);
    }

    /** Adds a token by its id. */
    public void id(int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
    }

    /** The tokens so far. */
    public PromptTokens tokens() {
        return PromptTokens.of(
                Arrays.copyOf(ids, count), mediaFrom == NO_MEDIA ? count : mediaFrom);
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

    private void meaning(long meaning) {
        bytes = 0;
        byteCount = 0;
        id((int) Mix.at(meaning, 0) & Integer.MAX_VALUE);
    }
}
