// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.TokenBlocks;

/**
 * Names of the blocks that a prompt begins with, by its tokens.
 *
 * @param names one per full block, first block first
 * @param blockTokens tokens per block
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, not a value to compare
public record TokenNames(long[] names, int blockTokens) {

    /**
     * Names of a prompt of these tokens.
     *
     * @param root what engines keep its blocks apart by: see {@link TokenBlocks#salted}
     */
    public static TokenNames of(int[] tokens, String root, TokensConfig config) {
        int size = config.blockTokens();
        return new TokenNames(TokenBlocks.of(root, size, tokens, config.maxBlocks()), size);
    }

    /** Tells the router. */
    public void tell(PlaceRequest.Builder request) {
        request.setTokenBlockTokens(blockTokens);
        for (long name : names) {
            request.addTokenBlocks(name);
        }
    }
}
