// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.mlperf;

import io.wattmill.router.engine.Attention;
import io.wattmill.router.engine.FeedForward;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.WeightFormat;

import java.util.Optional;

/**
 * One of MLPerf v4.1's language models and its data set.
 *
 * <p>Mean outputs: 294 tokens for OpenOrca and 69 for CNN/DailyMail follow from NVIDIA's published
 * configurations (closed/NVIDIA/configs, expected samples per second against tokens per second: 80
 * and 24,300; 288 and 19,800); 145 for Mixtral's mix is MLPerf's own constant. Mean inputs are
 * assumed: 294 for OpenOrca, 290 for the mix, 870 for news articles.
 *
 * @param prompt mean tokens
 * @param output mean tokens that count
 * @param beams sequences computed for each that counts: GPT-J searches with four
 * @param beamReads share of their caches' reads that is left because beams share a prompt
 */
record Workload(
        ModelArchitecture model, double prompt, double output, int beams, double beamReads) {

    /** Of GPT-J's four beams, most of the cache is the shared prompt's. */
    private static final double SHARED = 0.45;

    static Optional<Workload> of(String benchmark) {
        return switch (benchmark.replace("-99.9", "").replace("-99", "")) {
            case "llama2-70b" -> Optional.of(known("llama-2-70b", 294, 294));
            case "mixtral-8x7b" -> Optional.of(known("mixtral-8x7b", 290, 145));
            case "gptj" -> Optional.of(new Workload(gptJ(), 870, 69, 4, SHARED));
            default -> Optional.empty();
        };
    }

    private static Workload known(String name, double prompt, double output) {
        ModelArchitecture model = Models.find(name).orElseThrow();
        return new Workload(eightBits(model), prompt, output, 1, 1);
    }

    /** GPT-J's two matrices of 4 d weigh as much as three of 8/3 d. */
    private static ModelArchitecture gptJ() {
        return eightBits(
                new ModelArchitecture(
                        "gpt-j-6b",
                        28,
                        4096,
                        50_400,
                        Attention.grouped(28, 4096, 16, 16, 256),
                        FeedForward.dense(28, 10_923),
                        WeightFormat.BF16,
                        WeightFormat.BF16,
                        16));
    }

    /** As all that is scored here ran it: the results' "fp16" is not what their code did. */
    private static ModelArchitecture eightBits(ModelArchitecture model) {
        return model.withWeights(WeightFormat.FP8, WeightFormat.FP8).withKvBits(8);
    }

    /** Tokens of cache that a sequence that counts occupies on average. */
    double context() {
        return prompt + beams * output / 2;
    }
}
