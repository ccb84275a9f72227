// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

/**
 * The emulated tokenizer: a token is four bytes of UTF-8, the last one may be shorter; each message
 * of a chat adds {@value #TOKENS_PER_MESSAGE} tokens of template and the chat itself {@value
 * #TOKENS_PER_CHAT}. Real tokenizers average 3.5 to 4.5 bytes of English per token, so lengths come
 * out right to some 15 %.
 */
public final class Tokenizer {
    /** Bytes of UTF-8 per token. */
    public static final int BYTES_PER_TOKEN = 4;

    /** Template tokens around each message. */
    public static final int TOKENS_PER_MESSAGE = 4;

    /** Template tokens that open the answer. */
    public static final int TOKENS_PER_CHAT = 3;

    private Tokenizer() {}

    /** Tokens of plain text. */
    public static long tokens(CharSequence text) {
        return tokens(utf8Bytes(text, 0, text.length()));
    }

    /** Tokens of that many bytes of UTF-8. */
    public static long tokens(long utf8Bytes) {
        return Math.ceilDiv(utf8Bytes, BYTES_PER_TOKEN);
    }

    /**
     * Length in UTF-8 of a stretch of text, without encoding it. A lone surrogate counts one byte,
     * as the question mark that encoders put in its place.
     */
    public static long utf8Bytes(CharSequence text, int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (startsPair(text, i, to)) {
                bytes += 4;
                i++;
            } else {
                bytes += 1;
            }
        }
        return bytes;
    }

    private static boolean startsPair(CharSequence text, int at, int to) {
        return at + 1 < to && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }
}
