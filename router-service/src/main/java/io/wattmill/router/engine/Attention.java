// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * Attention of a decoder: what its layers weigh, keep and read.
 *
 * @param heads query heads
 * @param kvHeads key-value heads over which a tensor-parallel group can spread the KV cache; 1 for
 *     a compressed (latent) cache, which every GPU of the group keeps whole
 * @param headDim width of one head
 * @param kvElements elements of KV cache per token and layer
 * @param parameters weights of one layer that keeps a KV cache
 * @param flopsPerPair operations per (query token, key token) pair and layer while a prompt is
 *     computed
 * @param decodeFlopsPerToken operations per token of context read and layer while decoding
 * @param fullLayers layers that keep the whole context
 * @param window tokens that each of the other layers keeps; 0 when there are none or when they are
 *     recurrent
 * @param chosen tokens that a layer reads at most, found by an index over all; 0 = it reads all
 * @param recurrent the layers without a cache, {@link Recurrent#NONE} for none
 */
public record Attention(
        int heads,
        int kvHeads,
        int headDim,
        int kvElements,
        long parameters,
        long flopsPerPair,
        long decodeFlopsPerToken,
        int fullLayers,
        int window,
        int chosen,
        Recurrent recurrent) {
    private static final int FLOPS = 2;

    /**
     * Layers of linear attention, which keep one state per sequence instead of a cache.
     *
     * @param layers how many
     * @param parameters weights of one
     * @param stateBytes state of one, per sequence; read and written with every token
     */
    public record Recurrent(int layers, long parameters, long stateBytes) {
        /** No such layers. */
        public static final Recurrent NONE = new Recurrent(0, 0, 0);
    }

    public Attention {
        if (kvHeads <= 0 || heads % kvHeads != 0 || fullLayers < 1) {
            throw new IllegalArgumentException(
                    "model architecture: heads must be a multiple of kvHeads");
        }
    }

    /** Grouped-query attention in every layer. */
    public static Attention grouped(int layers, int hidden, int heads, int kvHeads, int headDim) {
        return new Attention(
                heads,
                kvHeads,
                headDim,
                2 * kvHeads * headDim,
                (long) hidden * headDim * (2L * heads + 2L * kvHeads),
                2L * FLOPS * heads * headDim,
                2L * FLOPS * heads * headDim,
                layers,
                0,
                0,
                Recurrent.NONE);
    }

    /**
     * Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, section 2.1): queries through a
     * low rank, and one compressed vector per token for all heads.
     *
     * @param plain width of a head's part without positions, in queries and keys
     * @param value width of a head's values
     */
    public static Attention latent(
            int layers, int hidden, int heads, int queryRank, int plain, int value) {
        int query = plain + ROPE;
        long down = (long) hidden * (queryRank + LATENT + ROPE);
        long up = (long) heads * (queryRank * (long) query + LATENT * (long) (plain + value));
        long out = (long) heads * value * hidden;
        return new Attention(
                heads,
                1,
                query,
                LATENT + ROPE,
                down + up + out,
                (long) FLOPS * heads * (query + value),
                (long) FLOPS * heads * (2L * LATENT + ROPE),
                layers,
                0,
                0,
                Recurrent.NONE);
    }

    private static final int LATENT = 512;
    private static final int ROPE = 64;

    /** The same with a window of {@code tokens} in all layers but {@code full} ones. */
    public Attention windowed(int full, int tokens) {
        return with(full, tokens, chosen, recurrent);
    }

    /** The same with every layer reading at most {@code tokens}, which an index chooses. */
    public Attention sparse(int tokens) {
        return with(fullLayers, window, tokens, recurrent);
    }

    /** The same with these layers instead of as many full ones. */
    public Attention recurrent(Recurrent layers) {
        return with(fullLayers - layers.layers(), window, chosen, layers);
    }

    private Attention with(int full, int tokens, int most, Recurrent states) {
        return new Attention(
                heads,
                kvHeads,
                headDim,
                kvElements,
                parameters,
                flopsPerPair,
                decodeFlopsPerToken,
                full,
                tokens,
                most,
                states);
    }

    /** Whether one compressed vector per token serves all heads. */
    public boolean isLatent() {
        return kvHeads == 1 && kvElements == LATENT + ROPE;
    }
}
