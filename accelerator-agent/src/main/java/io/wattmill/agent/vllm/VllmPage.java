// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.vllm;

import io.wattmill.agent.exposition.Exposition;
import io.wattmill.agent.exposition.Sample;
import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineReading;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * From samples to a reading. A server with several engines (data parallel) has a sample per engine:
 * counts add up, the KV share is their mean.
 */
final class VllmPage {

    private final Map<String, List<Sample>> samples;

    private VllmPage(Exposition page) {
        this.samples = page.byName();
    }

    /**
     * The reading, or empty when the page does not say how many sequences run: then it is no vLLM.
     */
    static Optional<EngineReading> reading(Exposition page) {
        VllmPage vllm = new VllmPage(page);
        return vllm.samples(VllmMetric.RUNNING).isEmpty()
                ? Optional.empty()
                : Optional.of(vllm.reading());
    }

    private EngineReading reading() {
        long blockTokens = configured("block_size");
        return new EngineReading(
                sum(VllmMetric.RUNNING, 0),
                sum(VllmMetric.WAITING, 0),
                mean(VllmMetric.KV_USED, 6),
                sum(VllmMetric.PROMPT_TOKENS, 0),
                sum(VllmMetric.CACHED_TOKENS, 0),
                sum(VllmMetric.GENERATED_TOKENS, 0),
                sum(VllmMetric.PREEMPTIONS, 0),
                blockTokens,
                blockTokens * configured("num_gpu_blocks") * engines(),
                count());
    }

    private EngineCount count() {
        boolean counts =
                !samples(VllmMetric.PROMPT_TOKENS).isEmpty()
                        && !samples(VllmMetric.GENERATED_TOKENS).isEmpty();
        long startedAtMs =
                samples(VllmMetric.PROCESS_START).stream()
                        .mapToLong(sample -> positive(sample, 3))
                        .max()
                        .orElse(0);
        return new EngineCount(startedAtMs, sum(VllmMetric.FINISHED_REQUESTS, 0), counts);
    }

    private long engines() {
        return Math.max(1, samples(VllmMetric.CACHE_CONFIG).size());
    }

    private long sum(VllmMetric metric, int scale) {
        return samples(metric).stream().mapToLong(sample -> positive(sample, scale)).sum();
    }

    private long mean(VllmMetric metric, int scale) {
        return sum(metric, scale) / Math.max(1, samples(metric).size());
    }

    /** The samples under the newest name that the page has; never of two names at once. */
    private List<Sample> samples(VllmMetric metric) {
        return metric.names().stream()
                .filter(samples::containsKey)
                .findFirst()
                .map(samples::get)
                .orElse(List.of());
    }

    private long configured(String label) {
        return samples(VllmMetric.CACHE_CONFIG).stream()
                .map(sample -> sample.label(label))
                .mapToLong(VllmPage::wholeNumber)
                .findFirst()
                .orElse(0);
    }

    private static long positive(Sample sample, int scale) {
        OptionalLong value = sample.value().scaled(scale);
        return Math.clamp(value.orElse(0), 0, Long.MAX_VALUE >> 16);
    }

    /** A label such as {@code 16}; 0 for {@code None} and anything else that is no sane count. */
    private static long wholeNumber(String text) {
        boolean digits = text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && !text.isEmpty() ? Long.parseLong(text) : 0;
    }
}
