// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.router.batch.PrefixBlocks;

import java.util.Arrays;

/**
 * The tokens of a prompt, template included, by their ids: what an emulated engine counts, caches
 * and tells of. Two prompts have equal ids as far as they say the same. Immutable.
 */
public final class PromptTokens {
    /** Tokens per block, vLLM's default. */
    public static final int BLOCK_TOKENS = 16;

    /** Of a prompt that is not known by its tokens. */
    public static final PromptTokens NONE = of(new int[0], 0);

    private final int[] ids;
    private final int plain;
    private final String salt;

    private PromptTokens(int[] ids, int plain, String salt) {
        this.ids = ids;
        this.plain = plain;
        this.salt = salt;
    }

    /**
     * Tokens of these ids. The array is not copied: it is no longer the caller's.
     *
     * @param plain how many stand before the first image or sound, all of them if there is none
     */
    static PromptTokens of(int[] ids, int plain) {
        return new PromptTokens(ids, plain, "");
    }

    /** How many. */
    public int count() {
        return ids.length;
    }

    /** The id of the token at this index, from 0; not negative. */
    public int id(int index) {
        return ids[index];
    }

    /** A copy of the ids from an index on to before another one. */
    public int[] ids(int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }

    /** How many stand before the first image or sound, all of them if there is none. */
    public int plain() {
        return plain;
    }

    /** What the caller's cached blocks are kept apart by; empty where they are anybody's. */
    public String salt() {
        return salt;
    }

    /** The same tokens of a caller with a salt. */
    public PromptTokens salted(String withSalt) {
        return new PromptTokens(ids, plain, withSalt);
    }

    /** Without the last so many. */
    public PromptTokens withoutLast(int tokens) {
        int left = Math.max(0, ids.length - tokens);
        return new PromptTokens(Arrays.copyOf(ids, left), Math.min(plain, left), salt);
    }

    /** Its full blocks, by the names that gateways and routers give the same tokens. */
    public PrefixBlocks blocks() {
        return PrefixBlocks.of(
                TokenBlocks.of(TokenBlocks.salted("", salt), BLOCK_TOKENS, ids, Integer.MAX_VALUE));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PromptTokens tokens
                && plain == tokens.plain
                && salt.equals(tokens.salt)
                && Arrays.equals(ids, tokens.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return ids.length + " tokens";
    }
}
