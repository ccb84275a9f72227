// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * A decoder-only transformer: dense or with mixtures of experts.
 *
 * @param name catalogue name, as clients ask for it
 * @param layers decoder layers
 * @param hidden width of the residual stream
 * @param vocabulary rows of the embedding and of the output head, which are not shared
 * @param attention of its layers
 * @param feedForward of its layers
 * @param weights format of the layers' weights but the experts'; embedding and head stay at 16 bits
 * @param expertWeights format of the experts' weights
 * @param kvBits bits per element of the KV cache
 */
public record ModelArchitecture(
        String name,
        int layers,
        int hidden,
        int vocabulary,
        Attention attention,
        FeedForward feedForward,
        WeightFormat weights,
        WeightFormat expertWeights,
        int kvBits) {
    private static final int BITS_PER_BYTE = 8;
    private static final int HEAD_BYTES = 2;

    public ModelArchitecture {
        require(layers > 0 && hidden > 0 && vocabulary > 0, "sizes");
        require(kvBits > 0, "bits");
    }

    /** A model of 16 bits. */
    static ModelArchitecture of(
            String name,
            int layers,
            int hidden,
            int vocabulary,
            Attention attention,
            FeedForward feedForward) {
        return new ModelArchitecture(
                name,
                layers,
                hidden,
                vocabulary,
                attention,
                feedForward,
                WeightFormat.BF16,
                WeightFormat.BF16,
                16);
    }

    /** Query heads; tensor parallelism divides them. */
    public int heads() {
        return attention.heads();
    }

    /** Key-value heads; 1 where all heads share one compressed cache. */
    public int kvHeads() {
        return attention.kvHeads();
    }

    /** Whole bits per weight of the layers. */
    public int weightBits() {
        return weights.wholeBits();
    }

    /** Whether a token goes through some of many networks. */
    public boolean hasExperts() {
        return feedForward.expertLayers() > 0;
    }

    /** Weights of the layers that every token is multiplied with once: all but the experts. */
    public long denseParameters() {
        Attention.Recurrent recurrent = attention.recurrent();
        return (layers - recurrent.layers()) * attention.parameters()
                + recurrent.layers() * recurrent.parameters()
                + feedForward.sharedParameters(hidden);
    }

    /** Weights of all experts. */
    public long expertParameters() {
        return feedForward.experts() * feedForward.expertParameters(hidden);
    }

    /** Weights of the layers' matrices. */
    public long layerParameters() {
        return denseParameters() + expertParameters();
    }

    /** Weights of the layers' matrices that one token is multiplied with. */
    public long activeLayerParameters() {
        return denseParameters() + feedForward.topK() * feedForward.expertParameters(hidden);
    }

    /** Weights of the output head; multiplied once per token that is sampled. */
    public long headParameters() {
        return (long) hidden * vocabulary;
    }

    /** All weights: layers, norms (two per layer and a last one), embedding and head. */
    public long parameterCount() {
        return layerParameters() + (2L * layers + 1) * hidden + 2 * headParameters();
    }

    /** Bytes that the weights take in device memory, one copy of each. */
    public long weightBytes() {
        long sixteenBit = parameterCount() - layerParameters();
        return denseBytes() + expertBytes() + sixteenBit * HEAD_BYTES;
    }

    /** Bytes of the layers' weights but the experts'. */
    public long denseBytes() {
        return (long) (denseParameters() * weights.bytes());
    }

    /** Bytes of all experts. */
    public long expertBytes() {
        return (long) (expertParameters() * expertWeights.bytes());
    }

    /**
     * Bytes of weights that a step of {@code rows} tokens reads: no embedding, and no expert that
     * none of them goes to.
     */
    public long weightBytesRead(double rows) {
        return denseBytes()
                + (long) (expertBytes() * feedForward.touched(rows))
                + headParameters() * HEAD_BYTES;
    }

    /** Bytes of weights that the smallest step reads. */
    public long weightBytesReadPerStep() {
        return weightBytesRead(1);
    }

    /** Bytes of KV cache per token of context, one copy; windows and states not counted. */
    public long kvBytesPerToken() {
        return (long) attention.fullLayers() * attention.kvElements() * kvBits / BITS_PER_BYTE;
    }

    /** Bytes that a sequence keeps whatever its length: full windows and recurrent states. */
    public long kvBytesPerSequence() {
        Attention.Recurrent recurrent = attention.recurrent();
        return windowBytes() + recurrent.layers() * recurrent.stateBytes();
    }

    /** Bytes in the windows of one sequence. */
    long windowBytes() {
        int windowed = layers - attention.fullLayers() - attention.recurrent().layers();
        long elements = (long) attention.kvElements() * attention.window();
        return windowed * elements * kvBits / BITS_PER_BYTE;
    }

    /** Operations of attention per (query token, key token) pair, over all full layers. */
    public long attentionFlopsPerPair() {
        return attention.flopsPerPair() * attention.fullLayers();
    }

    /** The same model with all its layers' weights at 16, 8 or 4 bits. */
    public ModelArchitecture withWeightBits(int bits) {
        return withWeights(WeightFormat.ofBits(bits), WeightFormat.ofBits(bits));
    }

    /** The same model with its layers' weights in these formats. */
    public ModelArchitecture withWeights(WeightFormat dense, WeightFormat experts) {
        return new ModelArchitecture(
                name, layers, hidden, vocabulary, attention, feedForward, dense, experts, kvBits);
    }

    /** The same model with a KV cache of this many bits per element. */
    public ModelArchitecture withKvBits(int bits) {
        return new ModelArchitecture(
                name,
                layers,
                hidden,
                vocabulary,
                attention,
                feedForward,
                weights,
                expertWeights,
                bits);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("model architecture: " + what);
        }
    }
}
