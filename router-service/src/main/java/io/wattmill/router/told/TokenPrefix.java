// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.told;

import io.wattmill.router.batch.PrefixBlocks;

/**
 * A prompt by its tokens.
 *
 * @param blocks its full blocks, as the placement contract names them
 * @param blockTokens tokens per block; 0 when there are none
 */
public record TokenPrefix(PrefixBlocks blocks, int blockTokens) {
    /** Of a prompt whose tokens are not known. */
    public static final TokenPrefix NONE = new TokenPrefix(PrefixBlocks.NONE, 0);

    /** Refuses blocks of nothing. */
    public TokenPrefix {
        if (blocks.count() > 0 && blockTokens < 1) {
            throw new IllegalArgumentException("a block holds at least one token");
        }
    }

    /** Whether the tokens are not known. */
    public boolean isNone() {
        return blocks.count() == 0;
    }

    /** Tokens in all of its blocks. */
    public long tokens() {
        return (long) blocks.count() * blockTokens;
    }
}
