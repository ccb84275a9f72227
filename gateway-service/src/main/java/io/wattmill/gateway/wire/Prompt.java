// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.util.List;

/**
 * What an engine turns into prompt tokens.
 *
 * @param bytes the body that it lies in
 * @param parts where, in the order in which it is hashed: what changes least comes first
 * @param media what of it is not text
 * @param longestBytes bytes of the longest of several prompts; 0 where there is one only
 */
@SuppressWarnings("ArrayRecordComponent") // the body, not a value to compare
public record Prompt(byte[] bytes, List<Span> parts, Media media, long longestBytes) {

    /** Stands for one image or sound: about a thousand tokens of text, the middle of the field. */
    private static final long BYTES_PER_MEDIUM = 4_096;

    /** No vision encoder in use makes more of one image. */
    private static final long TOKENS_PER_MEDIUM = 16_384;

    public Prompt {
        parts = List.copyOf(parts);
    }

    /** One prompt. */
    public Prompt(byte[] bytes, List<Span> parts, Media media) {
        this(bytes, parts, media, 0);
    }

    /** Bytes of text that would make about as many tokens. */
    public long textBytes() {
        return length() - media.bytes() + media.parts() * BYTES_PER_MEDIUM;
    }

    /** No tokenizer makes more tokens of a text than it has bytes. */
    public long tokensAtMost() {
        return length() + media.parts() * TOKENS_PER_MEDIUM;
    }

    /** Bytes that are hashed. */
    public long length() {
        long length = 0;
        for (Span part : parts) {
            length += part.length();
        }
        return length;
    }
}
