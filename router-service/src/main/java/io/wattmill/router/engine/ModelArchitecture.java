// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * A dense decoder-only transformer with grouped-query attention and a gated feed-forward network.
 *
 * @param name catalogue name, as clients ask for it
 * @param layers decoder layers
 * @param hidden width of the residual stream
 * @param heads query heads
 * @param kvHeads key-value heads; divides {@code heads}
 * @param headDim width of one head
 * @param ffn inner width of the feed-forward network (three matrices: gate, up, down)
 * @param vocabulary rows of the embedding and of the output head, which are not shared
 * @param weightBits bits per weight of the layers; embedding and head stay at 16
 * @param kvBits bits per element of the KV cache
 */
public record ModelArchitecture(
        String name,
        int layers,
        int hidden,
        int heads,
        int kvHeads,
        int headDim,
        int ffn,
        int vocabulary,
        int weightBits,
        int kvBits) {
    private static final int BITS_PER_BYTE = 8;
    private static final int HEAD_BYTES = 2;

    public ModelArchitecture {
        require(layers > 0 && hidden > 0 && headDim > 0 && ffn > 0 && vocabulary > 0, "sizes");
        require(kvHeads > 0 && heads % kvHeads == 0, "heads must be a multiple of kvHeads");
        require(weightBits > 0 && kvBits > 0, "bits");
    }

    /** Weights of the layers' matrices; every token is multiplied with each once. */
    public long layerParameters() {
        long attention = (long) hidden * headDim * (2L * heads + 2L * kvHeads);
        return layers * (attention + 3L * hidden * ffn);
    }

    /** Weights of the output head; multiplied once per token that is sampled. */
    public long headParameters() {
        return (long) hidden * vocabulary;
    }

    /** All weights: layers, norms (two per layer and a last one), embedding and head. */
    public long parameterCount() {
        return layerParameters() + (2L * layers + 1) * hidden + 2 * headParameters();
    }

    /** Bytes that the weights take in device memory, over the whole tensor-parallel group. */
    public long weightBytes() {
        long sixteenBit = parameterCount() - layerParameters();
        return layerParameters() * weightBits / BITS_PER_BYTE + sixteenBit * HEAD_BYTES;
    }

    /** Bytes of weights that one step reads, whatever its batch: layers and head, no embedding. */
    public long weightBytesReadPerStep() {
        return layerParameters() * weightBits / BITS_PER_BYTE + headParameters() * HEAD_BYTES;
    }

    /** Bytes of KV cache per token of context, over the whole tensor-parallel group. */
    public long kvBytesPerToken() {
        return 2L * layers * kvHeads * headDim * kvBits / BITS_PER_BYTE;
    }

    /** Operations of attention per (query token, key token) pair, over all layers. */
    public long attentionFlopsPerPair() {
        return 4L * heads * headDim * layers;
    }

    /** The same model with its layers' weights quantized to {@code bits}. */
    public ModelArchitecture withWeightBits(int bits) {
        return new ModelArchitecture(
                name, layers, hidden, heads, kvHeads, headDim, ffn, vocabulary, bits, kvBits);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("model architecture: " + what);
        }
    }
}
