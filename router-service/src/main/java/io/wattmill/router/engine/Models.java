// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import static io.wattmill.router.engine.WeightFormat.BF16;
import static io.wattmill.router.engine.WeightFormat.FP8;
import static io.wattmill.router.engine.WeightFormat.INT4;
import static io.wattmill.router.engine.WeightFormat.MXFP4;

import java.util.List;
import java.util.Optional;

/**
 * The models whose shape is known, in the format in which they are published. Source: the models'
 * public {@code config.json} (layers, widths, heads, vocabulary, experts); the parameter counts
 * that follow agree with the published ones within 2 %.
 */
public final class Models {
    public static final ModelArchitecture LLAMA_3_1_8B =
            dense("llama-3.1-8b", 32, 4096, 128_256, 32, 8, 14_336);
    public static final ModelArchitecture LLAMA_3_1_70B =
            dense("llama-3.1-70b", 80, 8192, 128_256, 64, 8, 28_672);

    private static final List<ModelArchitecture> ALL =
            List.of(
                    LLAMA_3_1_8B,
                    LLAMA_3_1_70B,
                    dense("llama-3.1-405b", 126, 16_384, 128_256, 128, 8, 53_248),
                    dense("llama-3.3-70b", 80, 8192, 128_256, 64, 8, 28_672),
                    dense("llama-2-7b", 32, 4096, 32_000, 32, 32, 11_008),
                    dense("llama-2-13b", 40, 5120, 32_000, 40, 40, 13_824),
                    dense("llama-2-70b", 80, 8192, 32_000, 64, 8, 28_672),
                    dense("codellama-34b", 48, 8192, 32_000, 64, 8, 22_016),
                    dense("mistral-7b", 32, 4096, 32_768, 32, 8, 14_336),
                    dense("qwen3-8b", 36, 4096, 151_936, 32, 8, 12_288),
                    dense("qwen3-14b", 40, 5120, 151_936, 40, 8, 17_408),
                    dense("qwen3-32b", 64, 5120, 151_936, 64, 8, 25_600),
                    // BLOOM has two matrices of 4 d each; three of 8/3 d weigh the same.
                    dense("bloom-176b", 70, 14_336, 250_880, 112, 112, 38_229),
                    mixture(
                            "mixtral-8x7b",
                            32,
                            4096,
                            32_000,
                            grouped(32, 4096, 32, 8, 128),
                            8,
                            2,
                            14_336),
                    mixture(
                            "mixtral-8x22b",
                            56,
                            6144,
                            32_768,
                            grouped(56, 6144, 48, 8, 128),
                            8,
                            2,
                            16_384),
                    mixture(
                            "qwen3-30b-a3b",
                            48,
                            2048,
                            151_936,
                            grouped(48, 2048, 32, 4, 128),
                            128,
                            8,
                            768),
                    mixture(
                            "qwen3-235b-a22b",
                            94,
                            4096,
                            151_936,
                            grouped(94, 4096, 64, 4, 128),
                            128,
                            8,
                            1536),
                    gptOss("gpt-oss-20b", 24, 32),
                    gptOss("gpt-oss-120b", 36, 128),
                    mixture(
                                    "minimax-m2.5",
                                    62,
                                    3072,
                                    200_064,
                                    grouped(62, 3072, 48, 8, 128).normalizedOverHeads(),
                                    256,
                                    8,
                                    1536)
                            .withWeights(FP8, FP8),
                    deepSeek("deepseek-v3"),
                    deepSeek("deepseek-r1"),
                    deepSeek("deepseek-v3.1"),
                    kimi("kimi-k2").withWeights(FP8, FP8),
                    kimi("kimi-k2.5").withWeights(BF16, INT4),
                    glm5(),
                    qwen35());

    private Models() {}

    /** Every model of the catalogue, family by family. */
    public static List<ModelArchitecture> all() {
        return ALL;
    }

    /**
     * The model of this name. Organization, {@code meta-}, {@code -instruct} and the like do not
     * matter, so that {@code meta-llama/Llama-3.1-8B-Instruct} is {@code llama-3.1-8b}. A name that
     * ends in {@code -bf16}, {@code -fp8}, {@code -fp4} or {@code -nvfp4} has weights of that
     * format; 4 bits are the experts' alone where there are experts, as such models are published.
     */
    public static Optional<ModelArchitecture> find(String name) {
        ModelName asked = ModelName.of(name);
        return ALL.stream()
                .filter(model -> model.name().equals(asked.shape()))
                .map(model -> asked.format().map(format -> in(model, format)).orElse(model))
                .findFirst();
    }

    /**
     * The model with weights of so many bits, as it is published with them; the same where its
     * experts, or its layers where it has none, have so many already.
     *
     * @param bits 16, 8 or 4
     */
    public static ModelArchitecture in(ModelArchitecture model, int bits) {
        return model.expertWeights().wholeBits() == bits
                ? model
                : in(model, WeightFormat.ofBits(bits));
    }

    /** The model as it is published in this format: {@link #find}. */
    public static ModelArchitecture in(ModelArchitecture model, WeightFormat format) {
        boolean fourBitExperts = format.wholeBits() == 4 && model.hasExperts();
        WeightFormat already = model.expertWeights();
        return fourBitExperts
                ? model.withWeights(BF16, already == MXFP4 ? MXFP4 : format)
                : model.withWeights(format, format);
    }

    private static ModelArchitecture dense(
            String name, int layers, int hidden, int vocabulary, int heads, int kvHeads, int ffn) {
        int headDim = name.startsWith("qwen3") ? QWEN_HEAD : hidden / heads;
        return ModelArchitecture.of(
                name,
                layers,
                hidden,
                vocabulary,
                grouped(layers, hidden, heads, kvHeads, headDim),
                FeedForward.dense(layers, ffn));
    }

    private static final int QWEN_HEAD = 128;

    private static Attention grouped(int layers, int hidden, int heads, int kvHeads, int headDim) {
        return Attention.grouped(layers, hidden, heads, kvHeads, headDim);
    }

    private static ModelArchitecture mixture(
            String name,
            int layers,
            int hidden,
            int vocabulary,
            Attention attention,
            int experts,
            int topK,
            int expertFfn) {
        return ModelArchitecture.of(
                name,
                layers,
                hidden,
                vocabulary,
                attention,
                FeedForward.mixture(layers, experts, topK, expertFfn));
    }

    /** Every second layer sees 128 tokens. */
    private static ModelArchitecture gptOss(String name, int layers, int experts) {
        Attention attention = grouped(layers, 2880, 64, 8, 64).windowed(layers / 2, 128);
        return mixture(name, layers, 2880, 201_088, attention, experts, 4, 2880)
                .withWeights(BF16, MXFP4);
    }

    private static ModelArchitecture deepSeek(String name) {
        return ModelArchitecture.of(
                        name,
                        61,
                        7168,
                        129_280,
                        Attention.latent(61, 7168, 128, 1536, 128, 128),
                        FeedForward.mixture(61, 256, 8, 2048).after(3, 18_432, 1))
                .withWeights(FP8, FP8);
    }

    private static ModelArchitecture kimi(String name) {
        return ModelArchitecture.of(
                name,
                61,
                7168,
                163_840,
                Attention.latent(61, 7168, 64, 1536, 128, 128),
                FeedForward.mixture(61, 384, 8, 2048).after(1, 18_432, 1));
    }

    /** An index chooses 2,048 tokens of the context (DeepSeek's sparse attention). */
    private static ModelArchitecture glm5() {
        return ModelArchitecture.of(
                        "glm-5",
                        78,
                        6144,
                        154_880,
                        Attention.latent(78, 6144, 64, 2048, 192, 256).sparse(2048),
                        FeedForward.mixture(78, 256, 8, 2048).after(3, 12_288, 1))
                .withWeights(BF16, BF16);
    }

    /**
     * Three of four layers are gated delta nets: 16 key heads and 64 value heads of 128, with a
     * gate as wide as the values, and a state of 64 x 128 x 128 in 32 bits.
     */
    private static ModelArchitecture qwen35() {
        long parameters = 4096L * (2 * 2048 + 3 * 8192);
        var recurrent = new Attention.Recurrent(45, parameters, 64L * 128 * 128 * 4);
        return ModelArchitecture.of(
                "qwen3.5-397b-a17b",
                60,
                4096,
                248_320,
                grouped(60, 4096, 32, 2, 256).recurrent(recurrent),
                FeedForward.mixture(60, 512, 10, 1024).after(0, 0, 1));
    }
}
