// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.prompt;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.TraceRequest;

/**
 * The one user message of a request: plain ASCII without quotes or backslashes, so it stands in
 * JSON as it is.
 *
 * <p>Lengths follow the emulated tokenizer: ceil(UTF-8 bytes / 4) for the content of each message,
 * {@value #TOKENS_PER_MESSAGE} per message and {@value #TOKENS_PER_CHAT} per chat. The template's
 * tokens come off the first block, so every later block begins at a multiple of {@value
 * BlockIds#BLOCK_TOKENS} tokens of the whole prompt, and requests that share n whole blocks share
 * exactly n times as many tokens.
 */
public final class PromptText {

    /** Template tokens around a message. */
    public static final int TOKENS_PER_MESSAGE = 4;

    /** Template tokens of a chat. */
    public static final int TOKENS_PER_CHAT = 3;

    /** What is not content in a chat of one message. */
    public static final int TEMPLATE_TOKENS = TOKENS_PER_MESSAGE + TOKENS_PER_CHAT;

    private static final int FIRST_BLOCK_WORDS = BlockIds.BLOCK_TOKENS - TEMPLATE_TOKENS;

    private final long salt;

    /**
     * Prompts of one replay.
     *
     * @param salt the same salt gives the same text; another one finds no prefix in a cache that an
     *     earlier replay filled
     */
    public PromptText(long salt) {
        this.salt = salt;
    }

    /**
     * Tokens of the prompt that is sent: the request's own, but at least the template and one word.
     */
    public static int tokens(TraceRequest request) {
        return Math.max(request.inputTokens(), TEMPLATE_TOKENS + 1);
    }

    /** Bytes of the request's content. */
    public static int contentBytes(TraceRequest request) {
        return (tokens(request) - TEMPLATE_TOKENS) * BlockText.WORD_BYTES;
    }

    /** Writes the request's content, {@link #contentBytes} long. */
    public void write(TraceRequest request, byte[] target, int at) {
        int left = tokens(request) - TEMPLATE_TOKENS;
        int position = at;
        for (int block = 0; left > 0; block++) {
            int words = Math.min(left, block == 0 ? FIRST_BLOCK_WORDS : BlockIds.BLOCK_TOKENS);
            BlockText.write(request.blocks().at(block) ^ salt, words, target, position);
            position += words * BlockText.WORD_BYTES;
            left -= words;
        }
    }
}
