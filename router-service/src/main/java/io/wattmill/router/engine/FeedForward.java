// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * The feed-forward networks of a decoder: gated ones of three matrices, of which a mixture chooses
 * some for each token.
 *
 * @param ffn inner width of the network in a layer without a mixture
 * @param plainLayers layers without a mixture
 * @param expertLayers layers with one
 * @param experts networks in a mixture
 * @param topK networks that a token goes through
 * @param expertFfn inner width of one
 * @param shared networks of that width that every token goes through besides
 */
public record FeedForward(
        int ffn,
        int plainLayers,
        int expertLayers,
        int experts,
        int topK,
        int expertFfn,
        int shared) {
    private static final int MATRICES = 3;

    public FeedForward {
        if (expertLayers > 0 && !(0 < topK && topK <= experts)) {
            throw new IllegalArgumentException("model architecture: experts");
        }
    }

    /** One network per layer. */
    public static FeedForward dense(int layers, int ffn) {
        return new FeedForward(ffn, layers, 0, 0, 0, 0, 0);
    }

    /** A mixture in every layer. */
    public static FeedForward mixture(int layers, int experts, int topK, int expertFfn) {
        return new FeedForward(0, 0, layers, experts, topK, expertFfn, 0);
    }

    /** The same with the first {@code layers} plain and {@code networks} shared in the others. */
    public FeedForward after(int layers, int width, int networks) {
        return new FeedForward(
                width, layers, expertLayers - layers, experts, topK, expertFfn, networks);
    }

    /** Weights that every token is multiplied with, over all layers. */
    long sharedParameters(int hidden) {
        long plain = (long) plainLayers * ffn;
        return MATRICES * hidden * (plain + (long) expertLayers * shared * expertFfn);
    }

    /** Weights of one expert, over all layers. */
    long expertParameters(int hidden) {
        return (long) MATRICES * hidden * expertLayers * expertFfn;
    }

    /**
     * Share of the experts that a step touches, when each token draws its experts by itself and
     * evenly: {@code 1 - (1 - k / E)^tokens}. Uneven routing touches fewer.
     */
    double touched(double tokens) {
        return experts == 0 ? 0 : -Math.expm1(tokens * Math.log1p(-(double) topK / experts));
    }
}
