// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the Prometheus text format 0.0.4 (name, labels with escapes, value, optional timestamp;
 * OpenMetrics exemplars are ignored), keeping only the metrics that somebody asked for: a line of
 * another metric is told by a few of its bytes and not taken apart, which is what makes reading a
 * long engine page cheap.
 *
 * <p>Never throws on any input.
 */
public final class ExpositionParser {

    private final ExpositionLimits limits;
    private final byte[][] names;
    private final String[] texts;

    /** A parser that keeps the metrics with these names. */
    public ExpositionParser(ExpositionLimits limits, Collection<String> names) {
        this.limits = limits;
        this.texts = names.stream().distinct().toArray(String[]::new);
        this.names = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            this.names[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Reads a body, UTF-8. */
    public Exposition parse(byte[] body) {
        List<Sample> samples = new ArrayList<>();
        Map<SkipReason, Integer> skipped = new EnumMap<>(SkipReason.class);
        int lines = 0;
        for (int from = 0; from < body.length; lines++) {
            if (lines == limits.maxLines() || samples.size() == limits.maxSamples()) {
                boolean tooLong = lines == limits.maxLines();
                count(skipped, tooLong ? SkipReason.TOO_MANY_LINES : SkipReason.TOO_MANY_SAMPLES);
                break;
            }
            int to = lineEnd(body, from);
            if (to > from && !isForeign(body, from, to)) {
                take(new SampleLine(body, from, to, limits), samples, skipped);
            }
            from = to + 1;
        }
        return new Exposition(samples, skipped);
    }

    private void take(SampleLine line, List<Sample> samples, Map<SkipReason, Integer> skipped) {
        switch (line.read(this::wanted)) {
            case Line.Read(Sample sample) -> samples.add(sample);
            case Line.Skipped(SkipReason reason) -> count(skipped, reason);
            case Line.Ignored() -> {}
        }
    }

    /** Whether a comment or a metric that nobody asked for stands at {@code body[from, to)}. */
    private boolean isForeign(byte[] body, int from, int to) {
        if (!NameBytes.isOfMetric(body[from])) {
            return body[from] == '#';
        }
        for (byte[] name : names) {
            int end = from + name.length;
            if (end <= to
                    && body[end - 1] == name[name.length - 1]
                    && (end == to || !NameBytes.isOfMetric(body[end]))
                    && Arrays.equals(name, 0, name.length, body, from, end)) {
                return false;
            }
        }
        return !NameBytes.isDigit(body[from]);
    }

    /** The wanted name that stands at {@code body[from, to)}, or the empty string. */
    private String wanted(byte[] body, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            if (name.length == to - from && Arrays.equals(name, 0, name.length, body, from, to)) {
                return texts[i];
            }
        }
        return "";
    }

    private static int lineEnd(byte[] body, int from) {
        int to = from;
        while (to < body.length && body[to] != '\n') {
            to++;
        }
        return to;
    }

    private static void count(Map<SkipReason, Integer> skipped, SkipReason reason) {
        skipped.merge(reason, 1, Integer::sum);
    }
}
