// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.enginepage;

import io.wattmill.agent.exposition.Exposition;
import io.wattmill.agent.exposition.Sample;
import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.Histogram;
import io.wattmill.agent.inference.LatencyTotals;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * From samples to a reading. A server with several engines (data parallel) or models has a sample
 * of each: counts add up, the KV share is their mean. Where each rank of one group tells the same
 * (SGLang's schedulers can), one counts.
 */
public final class EnginePage {

    private static final int PPM = 6;
    private static final int MILLIS = 3;

    private final MetricTable table;
    private final Map<Figure, Told> told = new EnumMap<>(Figure.class);

    private EnginePage(MetricTable table, Exposition page) {
        this.table = table;
        Map<String, List<Sample>> samples = page.byName();
        for (Figure figure : Figure.values()) {
            told(figure, samples).ifPresent(it -> told.put(figure, it));
        }
    }

    /** The reading, or empty when the page has no figure of this kind of engine. */
    public static Optional<EngineReading> reading(MetricTable table, Exposition page) {
        EnginePage engine = new EnginePage(table, page);
        Set<Figure> own = EnumSet.copyOf(List.of(Figure.values()));
        own.remove(Figure.STARTED_AT);
        own.retainAll(engine.told.keySet());
        return own.isEmpty() ? Optional.empty() : Optional.of(engine.reading());
    }

    /** By the newest of its names that the page has; never by two at once. */
    private Optional<Told> told(Figure figure, Map<String, List<Sample>> samples) {
        for (Selector way : table.ways(figure)) {
            List<Sample> fitting =
                    samples.getOrDefault(way.metric(), List.of()).stream()
                            .filter(way::takes)
                            .toList();
            if (!fitting.isEmpty()) {
                return Optional.of(new Told(way, Ranks.one(fitting)));
            }
        }
        return Optional.empty();
    }

    private EngineReading reading() {
        return new EngineReading(
                sum(Figure.RUNNING),
                sum(Figure.WAITING),
                (long) numbers(Figure.KV_USED, PPM).average().orElse(0),
                sum(Figure.PROMPT_TOKENS),
                sum(Figure.CACHED_TOKENS),
                sum(Figure.GENERATED_TOKENS),
                sum(Figure.PREEMPTIONS),
                blockTokens(),
                kvTokens(),
                count(),
                new LatencyTotals(histogram(Figure.FIRST_TOKEN), histogram(Figure.NEXT_TOKEN)),
                absent());
    }

    private long blockTokens() {
        return numbers(Figure.BLOCK_TOKENS, 0).findFirst().orElse(0);
    }

    /** As told, or else what the blocks of all engines hold. */
    private long kvTokens() {
        if (told.containsKey(Figure.KV_TOKENS)) {
            return sum(Figure.KV_TOKENS);
        }
        long size = blockTokens();
        long blocks = sum(Figure.KV_BLOCKS);
        return size == 0 || blocks > Told.LARGEST / size ? 0 : size * blocks;
    }

    private EngineCount count() {
        boolean counts =
                table.countsWholePrompts()
                        && told.containsKey(Figure.PROMPT_TOKENS)
                        && told.containsKey(Figure.GENERATED_TOKENS);
        return new EngineCount(
                numbers(Figure.STARTED_AT, MILLIS).max().orElse(0), sum(Figure.FINISHED), counts);
    }

    private Set<Figure> absent() {
        Set<Figure> absent = EnumSet.allOf(Figure.class);
        absent.removeAll(told.keySet());
        if (kvTokens() > 0) {
            absent.remove(Figure.KV_TOKENS);
        }
        return absent;
    }

    private Histogram histogram(Figure figure) {
        return Optional.ofNullable(told.get(figure)).map(Buckets::of).orElse(Histogram.NONE);
    }

    private long sum(Figure figure) {
        return numbers(figure, 0).sum();
    }

    private LongStream numbers(Figure figure, int scale) {
        return Optional.ofNullable(told.get(figure)).stream()
                .flatMapToLong(it -> it.numbers(scale));
    }
}
