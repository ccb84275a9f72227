// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.enginepage;

import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.Figure;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one kind of engine tells on its page, and by which names. */
public final class MetricTable {

    private final EngineKind kind;
    private final Map<Figure, List<Selector>> selectors;
    private final List<String> names;

    private MetricTable(EngineKind kind, Map<Figure, List<Selector>> selectors) {
        this.kind = kind;
        this.selectors = selectors;
        this.names =
                selectors.values().stream()
                        .flatMap(List::stream)
                        .map(Selector::metric)
                        .distinct()
                        .toList();
    }

    /** The table of a kind. */
    public static MetricTable of(EngineKind kind) {
        Map<Figure, List<Selector>> selectors = new EnumMap<>(Figure.class);
        MetricNames.of(kind).lines().forEach(line -> enter(line.split("\\s+"), selectors));
        return new MetricTable(kind, selectors);
    }

    private static void enter(String[] words, Map<Figure, List<Selector>> selectors) {
        Figure figure = Figure.valueOf(words[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        boolean histogram = figure == Figure.FIRST_TOKEN || figure == Figure.NEXT_TOKEN;
        List<Selector> ways = Arrays.stream(words).skip(1).map(Selector::of).toList();
        selectors.put(figure, histogram ? ways.stream().map(Selector::buckets).toList() : ways);
    }

    /** Every metric that a page is searched for. */
    public List<String> names() {
        return names;
    }

    /** The ways in which a figure is told, the newest first; none where it is not. */
    List<Selector> ways(Figure figure) {
        return selectors.getOrDefault(figure, List.of());
    }

    /** Whether its prompt tokens are all of a prompt, as callers are billed for them. */
    boolean countsWholePrompts() {
        return kind != EngineKind.LLAMA_CPP;
    }
}
